package dev.flambeau.opencl.fused;

import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;

/**
 * What an optimizer's step is launched by, found once.
 *
 * @param slots parameters that a launch takes
 * @param rule the step of one parameter
 */
record WrittenUpdate(int slots, Fused rule, String source) {
  /** What a kernel's arguments may take of the 1,024 bytes that every device has, in bytes. */
  private static final int MOST_BYTES = 900;

  private static final int TENSOR_BYTES = 12;
  private static final int NUMBER_BYTES = 4;
  private static final int MOST_SLOTS = 8;

  /** Stands for a parameter of any shape: each element is computed alike. */
  private static final TensorType PARAMETER = new TensorType(DType.FLOAT32, Shape.of(1));

  /** Writes the kernel of an update. */
  static WrittenUpdate of(OptimizerUpdate op) {
    int each = NUMBER_BYTES + TENSOR_BYTES * op.tensors();
    int slots = Math.max(1, Math.min(MOST_SLOTS, MOST_BYTES / each));
    Fused rule = op.rule(PARAMETER);
    return new WrittenUpdate(slots, rule, OptimizerSource.of(op, rule, slots));
  }
}
