package dev.flambeau.cpu.parallel;

import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;

/**
 * Makes one loop of several elementwise ops, so that what one of them makes and only others of them
 * read lies nowhere.
 */
public interface LoopGenerator {
  /** Takes nothing: each op has its own loop. */
  LoopGenerator NONE =
      new LoopGenerator() {
        @Override
        public boolean takes(Op op) {
          return false;
        }

        @Override
        public int mostOps() {
          return 0;
        }

        @Override
        public Loop generate(Graph body) {
          throw new UnsupportedOperationException("no loop can be made of " + body);
        }
      };

  /** Does all its ops on a block of elements. */
  interface Loop {
    /**
     * Computes some elements.
     *
     * @param places of the graph's inputs, then of its outputs
     * @param registers the thread's own values in between
     * @param element the first one
     * @param count how many, at most a block
     */
    void run(Place[] places, float[] registers, int element, int count);
  }

  /** Whether loops can be made of an op. */
  boolean takes(Op op);

  /** How many ops a loop takes at most. */
  int mostOps();

  /**
   * The loop of a graph of ops that it takes, whose inputs are single numbers where their shape is
   * of rank 0, and runs of floats, or of truth as 1 and 0, where it is not. All its outputs may lie
   * where inputs do.
   */
  Loop generate(Graph body);
}
