package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Scratch;

/**
 * Leaves of a product that are computed apart, to be added in their order: group_tiles.cl.
 *
 * @param sums each leaf's result, one behind the other
 * @param count how many leaves
 * @param elements of the result
 */
record ApartLeaves(Scratch sums, int count, int elements) implements AutoCloseable {
  static ApartLeaves of(int count, int elements, Launcher launcher) {
    int all = Math.multiplyExact(count, elements);
    return new ApartLeaves(launcher.scratch(DType.FLOAT32, all), count, elements);
  }

  View view() {
    return sums.view(count, elements);
  }

  /**
   * Adds them into c from an element on.
   *
   * @param biasRun how many elements one after the other have the same number of the bias
   * @param biases how many numbers that has, which come again and again
   */
  void add(
      Epilogue epilogue,
      View c,
      int start,
      int biasRun,
      int biases,
      Program program,
      Launcher launcher) {
    epilogue
        .pass(
            launcher.launch(program, "group_tiles_add_leaves").memory(sums).number(count), c, start)
        .view(c, start)
        .number(biasRun)
        .number(biases)
        .number(elements)
        .over(elements);
  }

  @Override
  public void close() {
    sums.close();
  }
}
