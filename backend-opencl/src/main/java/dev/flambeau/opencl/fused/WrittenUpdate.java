package dev.flambeau.opencl.fused;

import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;

/**
 * What an optimizer's step is launched by, found once.
 *
 * @param slots parameters that a launch takes
 * @param hasOffsets whether a tensor may begin elsewhere than its buffer
 * @param rule the step of one parameter
 */
record WrittenUpdate(int slots, boolean hasOffsets, Fused rule, String source) {
  /** Slots for few parameters, so that an eager launch sets few arguments. */
  private static final int FEW = 8;

  /** With more, a GPU would look for an element's slot longer than its memory takes for it. */
  private static final int MOST = 64;

  private static final int POINTER_BYTES = 8;
  private static final int NUMBER_BYTES = 4;

  /** Stands for a parameter of any shape: each element is computed alike. */
  private static final TensorType PARAMETER = new TensorType(DType.FLOAT32, Shape.of(1));

  /**
   * What decides about the text.
   *
   * @param isLarge whether there are more parameters than few slots take
   */
  record Kind(OptimizerUpdate op, boolean isLarge, boolean hasOffsets) {
    static Kind of(OptimizerUpdate op, int parameters, boolean hasOffsets) {
      return new Kind(op, parameters > FEW, hasOffsets);
    }
  }

  /** Writes the kernel of an update, with no more arguments than the device takes. */
  static WrittenUpdate of(Kind kind, long argumentBytes) {
    OptimizerUpdate op = kind.op();
    Fused rule = op.rule(PARAMETER);
    long numbers = rule.body().nodes().stream().filter(node -> node.op() instanceof Fill).count();
    long others = POINTER_BYTES + NUMBER_BYTES * (numbers + 2);
    int tensor = POINTER_BYTES + (kind.hasOffsets() ? NUMBER_BYTES : 0);
    long fitting = (argumentBytes - others) / (NUMBER_BYTES + (long) tensor * op.tensors());
    int slots = (int) Math.max(1, Math.min(kind.isLarge() ? MOST : FEW, fitting));
    return new WrittenUpdate(
        slots, kind.hasOffsets(), rule, OptimizerSource.of(op, rule, slots, kind.hasOffsets()));
  }
}
