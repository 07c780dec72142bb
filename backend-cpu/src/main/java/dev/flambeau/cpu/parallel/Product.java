package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.memory.HostArray;
import org.jspecify.annotations.Nullable;

/** Matrix products in the order of numerics.md, "Contractions". */
public interface Product {
  /** So many consecutive k are one chain. */
  int LEAF = 1024;

  /** {@code c = a·b}, plus a row added last, if there is one; the rows of c lie dense. */
  void multiply(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c);

  /** The same matrix with its rows one behind the other, in scratch. */
  Matrix dense(Matrix matrix, HostArray scratch);
}
