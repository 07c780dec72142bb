package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;

/** Softmax cross entropy: cross_entropy.cl. */
final class CrossEntropyLaunches {
  /** What two levels of the reduction's blocks hold. */
  private static final int MOST_CLASSES = ReductionLaunches.BLOCK * ReductionLaunches.BLOCK;

  /** Up to so many exponentials one work-item costs less than two launches more; on PoCL. */
  private static final int FEW = 1024;

  private CrossEntropyLaunches() {}

  /** A class is met four times, by an exponential that may be hard to round, and by leaves. */
  private static final long ROUNDS = 128;

  static boolean takes(SoftmaxCrossEntropy op, List<TensorType> inputs, Limits limits) {
    int classes = inputs.get(0).shape().size(1);
    return classes <= MOST_CLASSES && limits.admits(classes * ROUNDS);
  }

  static void loss(
      SoftmaxCrossEntropy op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape logits = inputs.get(0).type().shape();
    int rows = logits.size(0);
    boolean isSmall = rows <= ReductionLaunches.BLOCK && logits.elements() <= FEW;
    if (isSmall && launcher.parameters().hasVectors()) {
      alone(inputs, outputs, launcher);
      return;
    }
    try (Scratch rowLosses = launcher.scratch(DType.FLOAT32, Math.max(1, rows));
        Scratch sum = launcher.scratch(DType.FLOAT32, 1)) {
      if (rows > 0) {
        begin("cross_entropy_forward", inputs, outputs, rowLosses, launcher)
            .number(rows)
            .number(logits.size(1))
            .over(rows);
      }
      ReductionLaunches.sumRows(rowLosses.view(rows), 1, rows, sum.view(1), launcher);
      launcher
          .launch("cross_entropy_mean")
          .memory(sum)
          .view(outputs.get(0))
          .number((float) rows)
          .groups(1, 1);
    }
  }

  private static void alone(List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape logits = inputs.get(0).type().shape();
    int rows = logits.size(0);
    try (Scratch rowLosses = launcher.scratch(DType.FLOAT32, Math.max(1, rows))) {
      begin("cross_entropy_alone", inputs, outputs, rowLosses, launcher)
          .view(outputs.get(0))
          .number(rows)
          .number(logits.size(1))
          .groups(1, 1);
    }
  }

  /** With logits, labels, what becomes the softmax, and a loss for each row. */
  private static Launch begin(
      String kernel, List<View> inputs, List<View> outputs, Scratch rowLosses, Launcher launcher) {
    return launcher
        .launch(kernel)
        .view(inputs.get(0))
        .view(inputs.get(1))
        .view(outputs.get(1))
        .memory(rowLosses);
  }

  static void gradient(
      SoftmaxCrossEntropyGradient op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape shape = outputs.get(0).type().shape();
    int n = shape.elements();
    launcher
        .launch("cross_entropy_gradient")
        .view(inputs.get(0))
        .view(inputs.get(1))
        .view(inputs.get(2))
        .view(outputs.get(0))
        .number(shape.size(1))
        .number((float) shape.size(0))
        .number(n)
        .overElements(n);
  }
}
