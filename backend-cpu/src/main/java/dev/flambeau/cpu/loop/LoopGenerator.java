package dev.flambeau.cpu.loop;

import dev.flambeau.op.Graph;

/**
 * Makes one loop of several elementwise ops, so that what one of them makes and only others of them
 * read lies nowhere.
 */
public interface LoopGenerator {
  /** Does all its ops on a range of elements. */
  interface Loop {
    /**
     * Computes some elements.
     *
     * @param places of the graph's inputs, then of its outputs
     * @param registers the thread's own values in between
     * @param element the first one
     * @param count how many
     */
    void run(Place[] places, float[] registers, int element, int count);
  }

  /** Whether loops can be made here. */
  boolean works();

  /** How many ops a loop takes at most. */
  int mostOps();

  /**
   * The loop of a graph of elementwise ops, whose inputs are single numbers where their shape is of
   * rank 0, and runs of floats, or of truth as 1 and 0, where it is not. All its outputs may lie
   * where inputs do.
   */
  Loop generate(Graph body);
}
