package dev.flambeau.cli.pictures;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.models.MobileNetV2;
import dev.flambeau.models.ResNet;
import dev.flambeau.models.VGG;
import dev.flambeau.nn.Layer;
import java.util.function.IntFunction;

/** The networks that the command line knows for pictures of three colours. */
enum PictureNetwork {
  RESNET8("fc.", classes -> ResNet.small(1, classes)),
  RESNET20("fc.", classes -> ResNet.small(3, classes)),
  RESNET18("fc.", ResNet::resNet18),
  RESNET34("fc.", ResNet::resNet34),
  RESNET50("fc.", ResNet::resNet50),
  VGG11_BN("classifier.6.", classes -> VGG.of(11, true, classes)),
  MOBILENET_V2("classifier.1.", MobileNetV2::new);

  private final String head;
  private final IntFunction<Layer> of;

  PictureNetwork(String head, IntFunction<Layer> of) {
    this.head = head;
    this.of = of;
  }

  /** The network for so many classes. */
  Layer of(int classes) {
    return of.apply(classes);
  }

  /** What the names of its last layer begin with, which belongs to the classes. */
  String head() {
    return head;
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }

  /** Reads one from the command line. */
  static final class Converter extends Choice<PictureNetwork> {
    Converter() {
      super(PictureNetwork.class);
    }
  }
}
