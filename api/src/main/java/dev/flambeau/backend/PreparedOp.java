package dev.flambeau.backend;

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
}
