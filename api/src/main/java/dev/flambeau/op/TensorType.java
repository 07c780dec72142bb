package dev.flambeau.op;

/** What is known of a tensor without its elements: their type and its shape. */
public record TensorType(DType dtype, Shape shape) {

  /** The same element type in another shape. */
  public TensorType with(Shape other) {
    return new TensorType(dtype, other);
  }

  /** The same shape with another element type. */
  public TensorType with(DType other) {
    return new TensorType(other, shape);
  }

  /** The number of elements. */
  public int elements() {
    return shape.elements();
  }

  /** The size of all elements in bytes. */
  public long bytes() {
    return (long) shape.elements() * dtype.bytes();
  }

  @Override
  public String toString() {
    return shape + " " + dtype;
  }
}
