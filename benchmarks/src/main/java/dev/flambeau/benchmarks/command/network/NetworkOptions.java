package dev.flambeau.benchmarks.command.network;

import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.tensor.Device;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which step is timed. */
public final class NetworkOptions {
  @Parameters(
      paramLabel = "NAME",
      converter = Network.Converter.class,
      description =
          "mlp-16 or mlp-512: 784-16-16-10 or 784-512-512-10, ReLU and cross entropy; rnn: RNN of"
              + " 1 to 64 over 50 steps, then Linear to 1 at every step, MSE; lenet: convolutions of"
              + " 5×5 to 6 and 16 channels, then 120-84-10; cnn-32-64: of 3×3 to 32 and 64, then"
              + " 128-10; both on 28×28; resnet8: one block of 16, 32 and 64 channels, on 32×32;"
              + " resnet18, on 64×64; depthwise: 3×3 and 1×1 of 64 channels, on 32×32.")
  private Network network = Network.MLP_16; // never kept: NAME is required

  @Option(
      names = "--batch",
      defaultValue = "64",
      converter = Limits.Batch.class,
      description = "Samples of a step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  public Network network() {
    return network;
  }

  public int batch() {
    return batch;
  }

  /** The step on a device, run in this way. */
  public Step step(Device device, StepOptions options) {
    return new Step(network.task(), device, batch, options);
  }
}
