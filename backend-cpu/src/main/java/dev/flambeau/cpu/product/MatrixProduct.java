package dev.flambeau.cpu.product;

import dev.flambeau.cpu.memory.HostArray;
import org.jspecify.annotations.Nullable;

/** Matrix products in the order of numerics.md, "Contractions". */
public interface MatrixProduct {
  /**
   * Makes {@code c = a·b} ready to be computed, plus a row added last, if there is one, and then an
   * epilogue; the rows of c lie dense.
   */
  Runnable prepare(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c, Epilogue then);

  /** The same, where nothing follows. */
  default Runnable prepare(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    return prepare(a, b, bias, c, Epilogue.NOTHING);
  }

  /** Computes it once. */
  default void multiply(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    prepare(a, b, bias, c).run();
  }

  /** The same matrix with its rows one behind the other, in scratch. */
  Matrix dense(Matrix matrix, HostArray scratch);
}
