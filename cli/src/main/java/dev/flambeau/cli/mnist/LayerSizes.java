package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The sizes of a network's layers, written {@code 784-512-512-10}.
 *
 * @param sizes inputs first, classes last; two or more, each 1 or more
 */
record LayerSizes(List<Integer> sizes) {
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
        "sizes from the inputs to the classes, such as 784-512-512-10, was given '" + text + "'");
  }

  /** For the command line, which says in front of the message which option it was. */
  static final class Converter implements ITypeConverter<LayerSizes> {
    @Override
    public LayerSizes convert(String text) {
      try {
        return parse(text);
      } catch (UserException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  int inputs() {
    return sizes.get(0);
  }

  int classes() {
    return sizes.get(sizes.size() - 1);
  }

  /** A weight and a bias for each layer. */
  int tensors() {
    return 2 * (sizes.size() - 1);
  }

  /** In all tensors together; a double, which what a text asks for does not overflow. */
  double numbers() {
    double numbers = 0;
    for (int i = 1; i < sizes.size(); i++) {
      numbers += (sizes.get(i - 1) + 1.0) * sizes.get(i);
    }
    return numbers;
  }

  /** For messages: a text may ask for any number of layers. */
  String brief() {
    return sizes.size() <= MOST_SHOWN ? toString() : "of " + (sizes.size() - 1) + " layers";
  }

  /** Refuses data that the network cannot take. */
  void check(int pixels, int labels) {
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
