package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.UserException;
import dev.flambeau.nn.Layer;
import dev.flambeau.op.Shape;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The form of a network, from an image's pixels to its classes, under the name that tells it. */
sealed interface Network permits LayerSizes, ImageNetwork {
  /** Reads the text of an option or of a saved model. */
  static Network parse(String text) {
    for (ImageNetwork network : ImageNetwork.values()) {
      if (Choice.text(network).equals(text)) {
        return network;
      }
    }
    return LayerSizes.parse(text);
  }

  /** For the command line, which says in front of the message which option it was. */
  final class Converter implements ITypeConverter<Network> {
    @Override
    public Network convert(String text) {
      try {
        return parse(text);
      } catch (UserException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Its layers, from {@code (N, pixels)} to {@code (N, classes)}. */
  List<Layer> layers(Activation activation);

  /** The learning rate that Adam begins with unless told. */
  default float adamsRate() {
    return 1e-3f;
  }

  /** How many parameters it has. */
  int tensors();

  /** In all tensors together; a double, which what a text asks for does not overflow. */
  double numbers();

  /** Whether it takes images of this size. */
  boolean takes(int rows, int columns);

  /** Refuses data that the network cannot take. */
  void check(Shape image, int labels);

  /** For messages: a text may ask for any number of layers. */
  String brief();
}
