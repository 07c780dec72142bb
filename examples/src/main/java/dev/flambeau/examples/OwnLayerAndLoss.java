package dev.flambeau.examples;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/** A normalisation, a residual block and a robust loss of one's own; their gradients follow. */
public final class OwnLayerAndLoss {
  private OwnLayerAndLoss() {}

  /** {@code (x − mean) / √(variance + ε) · gain + shift} over the last axis. */
  private static final class LayerNorm extends Layer {
    private static final int[] LAST = {1};

    private final Parameter gain;
    private final Parameter shift;

    LayerNorm(int width) {
      gain = parameter("weight", Initializer.ones(), width);
      shift = parameter("bias", Initializer.zeros(), width);
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor centred = x.sub(x.mean(LAST, true));
      Tensor variance = centred.mul(centred).mean(LAST, true);
      return centred.div(variance.add(1e-5).sqrt()).fma(gain.tensor(), shift.tensor());
    }
  }

  /** {@code x + f(norm(x))}, any number of times. */
  private static final class Residual extends Layer {
    private final List<Sequential> blocks;

    Residual(int width, int count) {
      List<Sequential> made = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        made.add(new Sequential(new LayerNorm(width), new Linear(width, width)));
      }
      blocks = children("blocks", made);
    }

    @Override
    public Tensor forward(Tensor x) {
      for (Layer block : blocks) {
        x = x.add(block.forward(x).relu());
      }
      return x;
    }
  }

  /** A loss is a function to one number: here the mean of |error|, with a little of its square. */
  private static final LossFunction ROBUST =
      (output, target) -> {
        Tensor error = output.sub(target);
        return error.abs().mean().add(error.mul(error).mean().mul(0.1));
      };

  /** Prints the loss every hundred steps. */
  public static void main(String... args) {
    try (var device = Device.open();
        var model = new Sequential(new Linear(8, 16), new Residual(16, 3), new Linear(16, 1))) {
      model.to(device, 1);
      try (var optimizer = SGD.over(model.parameters()).learningRate(0.02).momentum(0.9).build();
          var step =
              TrainingStep.captured(
                  optimizer, batch -> ROBUST.of(model.forward(batch.input()), batch.target()))) {
        for (int number = 1; number <= 300; number++) {
          try (var scope = Scope.open()) {
            Tensor value = step.run(sums(number, device));
            if (number % 100 == 0) {
              System.out.printf("step %d  loss %.5f%n", number, value.item());
            }
          }
        }
      }
    }
  }

  /** Rows of numbers, and the sum of each row's absolute values. */
  private static DeviceBatch sums(int step, Device device) {
    var random = new Philox(1, Philox.TRAINING_DATA, 0, step); // the same numbers everywhere
    float[] rows = new float[64 * 8];
    float[] sums = new float[64];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 2 * random.uniform(i) - 1;
      sums[i / 8] += Math.abs(rows[i]);
    }
    return DeviceBatch.of(device.tensor(rows, 64, 8), device.tensor(sums, 64, 1));
  }
}
