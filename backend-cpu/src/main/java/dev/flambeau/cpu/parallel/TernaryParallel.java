package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.DType;
import dev.flambeau.op.Ternary;
import java.util.List;

/** Elementwise ops on three tensors, run by run; {@code Where} of other types as it was. */
final class TernaryParallel {
  private static final int COST = 1;

  private final Workers workers;
  private final Kernel<? super Ternary.Where> others;

  TernaryParallel(Workers workers, Kernel<? super Ternary.Where> others) {
    this.workers = workers;
    this.others = others;
  }

  void fma(Ternary.Fma op, List<View> inputs, List<View> outputs) {
    Runs runs = Runs.of(outputs.get(0), inputs);
    float[] a = HostBuffer.floats(inputs.get(0));
    float[] b = HostBuffer.floats(inputs.get(1));
    float[] c = HostBuffer.floats(inputs.get(2));
    float[] y = HostBuffer.floats(outputs.get(0));
    runs.split(
        workers,
        COST,
        (element, count) -> {
          int atA = inputs.get(0).offset() + runs.at(0, element);
          int atB = inputs.get(1).offset() + runs.at(1, element);
          int atC = inputs.get(2).offset() + runs.at(2, element);
          int to = outputs.get(0).offset() + element;
          for (int i = 0; i < count; i++) {
            y[to + i] =
                Fma.fma(
                    a[atA + i * runs.step(0)],
                    b[atB + i * runs.step(1)],
                    c[atC + i * runs.step(2)]);
          }
        });
  }

  void where(Ternary.Where op, List<View> inputs, List<View> outputs) {
    if (outputs.get(0).type().dtype() != DType.FLOAT32) {
      others.run(op, inputs, outputs);
      return;
    }
    Runs runs = Runs.of(outputs.get(0), inputs);
    byte[] condition = ((HostArray.Bytes) HostBuffer.array(inputs.get(0))).array();
    float[] a = HostBuffer.floats(inputs.get(1));
    float[] b = HostBuffer.floats(inputs.get(2));
    float[] y = HostBuffer.floats(outputs.get(0));
    runs.split(
        workers,
        COST,
        (element, count) -> {
          int atCondition = inputs.get(0).offset() + runs.at(0, element);
          int atA = inputs.get(1).offset() + runs.at(1, element);
          int atB = inputs.get(2).offset() + runs.at(2, element);
          int to = outputs.get(0).offset() + element;
          for (int i = 0; i < count; i++) {
            boolean first = condition[atCondition + i * runs.step(0)] != 0;
            y[to + i] = first ? a[atA + i * runs.step(1)] : b[atB + i * runs.step(2)];
          }
        });
  }
}
