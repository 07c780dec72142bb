package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import java.util.List;

/** Computes a product. */
@FunctionalInterface
interface Multiplier {
  void multiply(Contraction op, List<View> inputs, View output);
}
