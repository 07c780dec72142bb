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

  /** Whether it takes this op, whose class is its own. */
  default boolean takes(O op) {
    return true;
  }

  /** The same, decided once and run many times. */
  default Runnable prepare(O op, List<View> inputs, List<View> outputs) {
    return () -> run(op, inputs, outputs);
  }

  /** Decides how an op is computed; a run of what it gives allocates nothing. */
  @FunctionalInterface
  interface Preparation<O extends Op> {
    Runnable prepare(O op, List<View> inputs, List<View> outputs);
  }

  /** A kernel that decides first, and then computes, at once or many times. */
  static <O extends Op> Kernel<O> prepared(Preparation<O> preparation) {
    return new Kernel<>() {
      @Override
      public void run(O op, List<View> inputs, List<View> outputs) {
        prepare(op, inputs, outputs).run();
      }

      @Override
      public Runnable prepare(O op, List<View> inputs, List<View> outputs) {
        return preparation.prepare(op, inputs, outputs);
      }
    };
  }
}
