package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;

/** Softmax cross entropy: cross_entropy.cl. */
final class CrossEntropyLaunches {
  /** What two levels of the reduction's blocks hold. */
  private static final int MOST_CLASSES = ReductionLaunches.BLOCK * ReductionLaunches.BLOCK;

  /**
   * Up to so many exponentials one work-item costs less than two launches more, on PoCL; elsewhere
   * a work-group's items have 32 each then.
   */
  private static final int FEW = 1024;

  private CrossEntropyLaunches() {}

  /** A class is met four times, by an exponential that may be hard to round, and by leaves. */
  private static final long ROUNDS = 128;

  static boolean takes(CrossEntropy op, List<TensorType> inputs, Limits limits) {
    Shape logits = inputs.get(0).shape();
    return logits.size(1) <= MOST_CLASSES
        && limits.admits(logits.size(1) * ROUNDS)
        && canCount(logits.size(0), limits);
  }

  static boolean takesGradient(
      SoftmaxCrossEntropyGradient op, List<TensorType> inputs, Limits limits) {
    return canCount(inputs.get(1).shape().size(0), limits);
  }

  /** Whether a work-group can count the rows that are not ignored. */
  private static boolean canCount(int rows, Limits limits) {
    return limits.admits(rows / ReductionLaunches.LANES);
  }

  /** The loss and the softmax, and the gradient if it is among the outputs. */
  static void loss(CrossEntropy op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape logits = inputs.get(0).type().shape();
    int rows = logits.size(0);
    boolean isSmall = rows <= ReductionLaunches.BLOCK && logits.elements() <= FEW;
    try (Scratch rowLosses = launcher.scratch(DType.FLOAT32, Math.max(1, rows));
        Scratch kept = launcher.scratch(DType.FLOAT32, 1)) {
      if (isSmall) {
        boolean isAlone = launcher.parameters().hasVectors();
        String kernel = isAlone ? "cross_entropy_alone" : "cross_entropy_group";
        begin(kernel, inputs, outputs, rowLosses, launcher)
            .view(outputs.get(0))
            .groups(1, isAlone ? 1 : ReductionLaunches.LANES);
        return;
      }
      count(inputs.get(1), kept, launcher);
      if (rows > 0) {
        begin("cross_entropy_forward", inputs, outputs, rowLosses, launcher)
            .memory(kept)
            .over(rows);
      }
      mean(rowLosses.view(rows), kept, outputs.get(0), launcher);
    }
  }

  /** How many rows are not ignored. */
  private static void count(View labels, Scratch kept, Launcher launcher) {
    launcher
        .launch("cross_entropy_kept")
        .view(labels)
        .number(labels.type().elements())
        .memory(kept)
        .groups(1, ReductionLaunches.LANES);
  }

  private static void mean(View rowLosses, Scratch kept, View loss, Launcher launcher) {
    int rows = rowLosses.type().elements();
    try (Scratch sum = launcher.scratch(DType.FLOAT32, 1)) {
      ReductionLaunches.sumRows(rowLosses, 1, rows, sum.view(1), launcher);
      launcher.launch("cross_entropy_mean").memory(sum).view(loss).memory(kept).groups(1, 1);
    }
  }

  /** The arguments of cross_entropy.cl's ROWS. */
  private static Launch begin(
      String kernel, List<View> inputs, List<View> outputs, Scratch rowLosses, Launcher launcher) {
    Shape logits = inputs.get(0).type().shape();
    boolean hasGradient = outputs.size() > 2;
    return launcher
        .launch(kernel)
        .view(inputs.get(0))
        .view(inputs.get(1))
        .view(outputs.get(1))
        .view(hasGradient ? inputs.get(2) : null)
        .view(hasGradient ? outputs.get(2) : null)
        .number(hasGradient ? 1 : 0)
        .memory(rowLosses)
        .number(logits.size(0))
        .number(logits.size(1));
  }

  static void gradient(
      SoftmaxCrossEntropyGradient op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape shape = outputs.get(0).type().shape();
    int n = shape.elements();
    try (Scratch kept = launcher.scratch(DType.FLOAT32, 1)) {
      count(inputs.get(2), kept, launcher);
      launcher
          .launch("cross_entropy_gradient")
          .view(inputs.get(0))
          .view(inputs.get(1))
          .view(inputs.get(2))
          .view(outputs.get(0))
          .number(shape.size(1))
          .memory(kept)
          .number(n)
          .overElements(n);
    }
  }
}
