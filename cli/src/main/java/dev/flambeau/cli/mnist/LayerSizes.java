package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The sizes of a network's layers, written {@code 784-512-512-10}.
 *
 * @param sizes inputs first, classes last; two or more, each 1 or more
 */
record LayerSizes(List<Integer> sizes) implements Network {
  private static final int MOST_SHOWN = 16;

  LayerSizes {
    sizes = List.copyOf(sizes);
  }

  /** Reads the text of an option or of a saved model. */
  static LayerSizes parse(String text) {
    try {
      List<Integer> sizes =
          Arrays.stream(text.split("-", -1)).map(Integer::parseUnsignedInt).toList();
      if (sizes.size() >= 2 && sizes.stream().allMatch(size -> size >= 1)) {
        return new LayerSizes(sizes);
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new UserException(
        "lenet, cnn, or sizes from the inputs to the classes, such as 784-512-512-10, was given '"
            + text
            + "'");
  }

  int inputs() {
    return sizes.get(0);
  }

  int classes() {
    return sizes.get(sizes.size() - 1);
  }

  @Override
  public List<Layer> layers(Activation activation) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < sizes.size(); i++) {
      if (i > 1) {
        layers.add(activation.layer());
      }
      layers.add(new Linear(sizes.get(i - 1), sizes.get(i)));
    }
    return layers;
  }

  /** A weight and a bias for each layer. */
  @Override
  public int tensors() {
    return 2 * (sizes.size() - 1);
  }

  @Override
  public double numbers() {
    double numbers = 0;
    for (int i = 1; i < sizes.size(); i++) {
      numbers += (sizes.get(i - 1) + 1.0) * sizes.get(i);
    }
    return numbers;
  }

  @Override
  public String brief() {
    return sizes.size() <= MOST_SHOWN ? toString() : "of " + (sizes.size() - 1) + " layers";
  }

  @Override
  public boolean takes(int rows, int columns) {
    return (long) rows * columns == inputs();
  }

  @Override
  public void check(Shape image, int labels) {
    int pixels = image.elements();
    if (inputs() != pixels || classes() < labels) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "The network %s does not fit the data, whose images have %d pixels and whose labels"
                  + " reach %d: it must begin with %d and end with %d or more. See --network.",
              this,
              pixels,
              labels - 1,
              pixels,
              labels));
    }
  }

  @Override
  public String toString() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }
}
