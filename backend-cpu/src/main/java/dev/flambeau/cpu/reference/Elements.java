package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;

/** The elements of a view, counted from 0 in row-major order. */
record Elements(HostArray array, int offset) {

  static Elements of(View view) {
    return new Elements(HostBuffer.array(view), view.offset());
  }

  double get(int index) {
    return array.get(offset + index);
  }

  void set(int index, double value) {
    array.set(offset + index, value);
  }

  /** Copies {@code count} elements as they are. */
  void copy(int from, Elements target, int to, int count) {
    array.copy(offset + from, target.array, target.offset + to, count);
  }
}
