package dev.flambeau.benchmarks.command.network;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.tensor.Device;
import java.util.List;

/** The networks whose training step is timed; benchmarks/ has the same for others. */
public enum Network {
  MLP_16(new Perceptron(16)),
  MLP_512(new Perceptron(512)),
  RNN(new Elman()),
  LENET(Images.lenet()),
  CNN_32_64(Images.cnn()),
  RESNET8(Images.resnet8()),
  RESNET18(Images.resnet18()),
  DEPTHWISE(Images.depthwise());

  /** What a network is trained on and what it takes at least. */
  public interface Task {
    Layer model();

    LossFunction loss();

    /** Inputs and targets of so many samples on a device; other ones for another number. */
    Sample sample(Device device, int batch, int number);

    /** What is multiplied in a step of so many samples. */
    List<LayerSize> layers(int batch);
  }

  private final Task task;

  Network(Task task) {
    this.task = task;
  }

  public Task task() {
    return task;
  }

  /** Reads one from the command line. */
  public static final class Converter extends Choice<Network> {
    Converter() {
      super(Network.class);
    }
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
