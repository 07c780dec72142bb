package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.Place;
import dev.flambeau.op.TensorType;

/**
 * A tensor of a fused op that is compiled before its tensors are known: an array that stands for
 * theirs until they are bound ({@link Binding}).
 */
record TensorSlot(TensorType type, Object array) {
  static TensorSlot of(TensorType type) {
    return new TensorSlot(
        type,
        switch (type.dtype()) {
          case FLOAT32 -> new float[0];
          case FLOAT64 -> new double[0];
          case INT32 -> new int[0];
          case BOOL -> new byte[0];
        });
  }

  /** Of all elements of a tensor of floats. */
  Place place() {
    return new Place(floats(), 0, true, 1);
  }

  float[] floats() {
    return (float[]) array;
  }

  byte[] bytes() {
    return (byte[]) array;
  }

  int[] ints() {
    return (int[]) array;
  }
}
