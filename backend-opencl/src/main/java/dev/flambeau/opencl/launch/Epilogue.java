package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a product ends with, before it is stored: contraction.cl.
 *
 * @param bias is added to each row
 * @param then what would be an op of its own
 * @param operands what that reads beside the product
 */
record Epilogue(@Nullable View bias, Then then, List<View> operands) {
  /** By the numbers that the kernels know them by, their places here. */
  enum Then {
    NOTHING,
    RELU,
    /** By a tensor that lies like the product, and a number: the product where that is above it. */
    WHERE_ABOVE
  }

  static final Epilogue NONE = of(null);

  /** What WHERE_ABOVE compares, which lies like the product. */
  @Nullable View above() {
    return operands.isEmpty() ? null : operands.get(0);
  }

  /** The number that it compares it with. */
  @Nullable View threshold() {
    return operands.isEmpty() ? null : operands.get(1);
  }

  static Epilogue of(@Nullable View bias) {
    return new Epilogue(bias, Then.NOTHING, List.of());
  }

  /**
   * Passes it to a kernel.
   *
   * @param c the product, which stands for what is not there
   * @param start the element of c from which on this launch computes
   */
  Launch pass(Launch launch, View c, int start) {
    return launch
        .view(bias == null ? c : bias)
        .number(bias == null ? 0 : 1)
        .number(then.ordinal())
        .view(operands.isEmpty() ? c : operands.get(0), start)
        .view(operands.isEmpty() ? c : operands.get(1));
  }
}
