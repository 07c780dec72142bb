package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.UserException;
import dev.flambeau.models.LeNet5;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Unflatten;
import dev.flambeau.op.Shape;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Networks that see an image as such, of 28 by 28 pixels in ten classes. */
enum ImageNetwork implements Network {
  /** LeNet-5. */
  LENET(() -> List.of(image(), new LeNet5())),

  /** Two convolutions, the largest of 2 by 2, and two linear layers. */
  CNN(
      () ->
          List.of(
              image(),
              new Conv2d(1, 32, 3).padding(1),
              new ReLU(),
              new Conv2d(32, 64, 3).padding(1),
              new ReLU(),
              new MaxPool2d(2),
              new Flatten(),
              new Linear(64 * 14 * 14, 128),
              new ReLU(),
              new Linear(128, 10)));

  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private final Supplier<List<Layer>> maker;

  ImageNetwork(Supplier<List<Layer>> maker) {
    this.maker = maker;
  }

  private static Layer image() {
    return new Unflatten(1, 1, SIDE, SIDE);
  }

  /** So small a network gains by a higher one. */
  @Override
  public float adamsRate() {
    return this == LENET ? 2e-3f : Network.super.adamsRate();
  }

  @Override
  public List<Layer> layers(Activation activation) {
    return maker.get();
  }

  private List<Parameter> parameters() {
    return new Sequential(maker.get()).parameters();
  }

  @Override
  public int tensors() {
    return parameters().size();
  }

  @Override
  public double numbers() {
    return parameters().stream().mapToDouble(tensor -> tensor.shape().elements()).sum();
  }

  @Override
  public boolean takes(int rows, int columns) {
    return rows == SIDE && columns == SIDE;
  }

  @Override
  public void check(Shape image, int labels) {
    if (!takes(image.size(0), image.size(1)) || labels > CLASSES) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "The network %s does not fit the data, whose images have %d x %d pixels and whose"
                  + " labels reach %d: it takes %d x %d, and labels to %d. See --network.",
              this,
              image.size(1),
              image.size(0),
              labels - 1,
              SIDE,
              SIDE,
              CLASSES - 1));
    }
  }

  @Override
  public String brief() {
    return toString();
  }

  /** As an option spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
