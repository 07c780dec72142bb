package dev.flambeau.op;

/** The type of a tensor's elements. */
public enum DType {
  /** IEEE 754 binary32: what networks are trained in. */
  FLOAT32(4),
  /** IEEE 754 binary64, for gradient checks; {@code cpu:reference} alone has it. */
  FLOAT64(8),
  /** Two's complement, 32 bits: labels and indices. */
  INT32(4),
  /** One byte an element, 0 or 1: masks. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are floating-point numbers. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
