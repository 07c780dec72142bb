package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import java.util.List;

/** Computes a product. */
@FunctionalInterface
interface Multiplier {
  void multiply(Op op, List<View> inputs, View output);
}
