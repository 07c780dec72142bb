package dev.flambeau.cpu.kernel;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import java.util.List;

/**
 * Computes one op. Types and shapes have been checked above and are trusted; the work is done when
 * the call returns.
 */
@FunctionalInterface
public interface Kernel<O extends Op> {
  void run(O op, List<View> inputs, List<View> outputs);
}
