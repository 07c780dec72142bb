package dev.flambeau.opencl.tile;

import java.util.List;

/**
 * The tile that a work-item of {@code matmul_tiles} keeps in registers: the parameters that
 * contraction.cl is compiled with.
 *
 * @param rows a multiple of 4
 * @param vectors that make one of its rows
 * @param width floats of a vector
 */
public record RegisterTile(int rows, int vectors, int width) {
  /**
   * Refuses what the kernel cannot be compiled with.
   *
   * @throws IllegalArgumentException with what it can
   */
  public RegisterTile {
    if ((rows != 4 && rows != 12)
        || vectors < 1
        || vectors > 3
        || !List.of(1, 4, 8, 16).contains(width)) {
      throw new IllegalArgumentException(
          "A tile of registers has 4 or 12 rows, of 1 to 3 vectors of 1, 4, 8 or 16 floats.");
    }
  }

  /**
   * The one that fills the registers of a device: 24 sums of the 32 that AVX-512 has, 12 of AVX2's
   * 16, 8 of the 16 with 4 floats; the rest holds a row of y and a value of x.
   *
   * @param nativeFloats how many floats the device's vectors have
   * @param emulateFma whether fma is our own, which takes one value at a time
   */
  public static RegisterTile of(int nativeFloats, boolean emulateFma) {
    if (emulateFma || nativeFloats < 4) { // a work-item is a lane itself
      return new RegisterTile(4, 1, 1);
    }
    if (nativeFloats < 8) {
      return new RegisterTile(4, 2, 4);
    }
    return nativeFloats < 16 ? new RegisterTile(4, 3, 8) : new RegisterTile(12, 2, 16);
  }

  /** From its parameters in their order. */
  static RegisterTile of(List<Integer> numbers) {
    if (numbers.size() != 3) {
      throw new IllegalArgumentException("A tile of registers has 3 parameters.");
    }
    return new RegisterTile(numbers.get(0), numbers.get(1), numbers.get(2));
  }

  /** Its parameters in their order. */
  List<Integer> numbers() {
    return List.of(rows, vectors, width);
  }

  public int columns() {
    return vectors * width;
  }

  /** The parameters, as macros to define. */
  public List<String> macros() {
    return List.of("TILE_ROWS=" + rows, "TILE_VECTORS=" + vectors, "VECTOR_WIDTH=" + width);
  }
}
