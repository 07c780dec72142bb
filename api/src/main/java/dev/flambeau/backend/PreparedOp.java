package dev.flambeau.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * An op on given views, ready to be run over and over: {@link Backend#prepare}. What can be decided
 * before the first run has been decided, so that a run has nothing to do but the work.
 */
@FunctionalInterface
public interface PreparedOp extends AutoCloseable {
  /** Runs the op once more, in order with all other work. */
  void run();

  /** How many kernels a run launches. */
  default int launches() {
    return 1;
  }

  /** Gives back what was prepared; the views' memory is its maker's. */
  @Override
  default void close() {}

  /** Several calls as one, each prepared by itself; if one fails, those before it are closed. */
  static PreparedOp inOrder(Backend backend, List<Backend.Call> calls) {
    List<PreparedOp> ops = new ArrayList<>();
    try {
      calls.forEach(call -> ops.add(backend.prepare(call.op(), call.inputs(), call.outputs())));
    } catch (RuntimeException | Error e) {
      ops.forEach(PreparedOp::close);
      throw e;
    }
    return new PreparedOp() {
      @Override
      public void run() {
        for (int i = 0; i < ops.size(); i++) { // an iterator would be an object a run
          ops.get(i).run();
        }
      }

      @Override
      public int launches() {
        return ops.stream().mapToInt(PreparedOp::launches).sum();
      }

      @Override
      public void close() {
        ops.forEach(PreparedOp::close);
      }
    };
  }
}
