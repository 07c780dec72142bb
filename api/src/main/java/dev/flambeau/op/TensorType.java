package dev.flambeau.op;

import org.jspecify.annotations.Nullable;

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

  /** As a record's own, for which a new JVM takes 25 ms: every first step compares types. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TensorType type && dtype == type.dtype && shape.equals(type.shape);
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + shape.hashCode();
  }

  @Override
  public String toString() {
    return shape + " " + dtype;
  }
}
