package dev.flambeau.benchmarks.command.network;

/**
 * The products of one weight in a training step.
 *
 * @param rows how many inputs it is multiplied by, over all of the sequence
 * @param in the size of an input
 * @param out the size of an output
 * @param first whether nothing before it wants a gradient
 */
public record LayerSize(int rows, int in, int out, boolean first) {
  /** Forward, the weight's gradient, and the input's where one is wanted. */
  public double flops() {
    return 2.0 * rows * in * out * (first ? 2 : 3);
  }
}
