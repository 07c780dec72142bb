package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import java.util.List;

/** Puts tensors in the places of the slots for which a fused op was compiled. */
final class Binding {
  private final List<TensorSlot> slots;
  private final List<View> views;

  /**
   * Tensors for slots.
   *
   * @param views one for each slot, in their order
   */
  Binding(List<TensorSlot> slots, List<View> views) {
    this.slots = slots;
    this.views = views;
  }

  /** The number of a slot's array; −1 for registers and numbers, which are as they are. */
  private int slot(Object array) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).array() == array) {
        return i;
      }
    }
    return -1;
  }

  /** The same place in a tensor. */
  Place place(Place place) {
    int slot = slot(place.array());
    if (slot < 0) {
      return place;
    }
    View view = views.get(slot);
    int offset = view.offset() + place.offset();
    return new Place(
        HostBuffer.floats(view),
        offset,
        place.moves(),
        place.step(),
        place.runs(),
        place.operand());
  }

  Place[] places(Place[] places) {
    Place[] bound = new Place[places.length];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = place(places[i]);
    }
    return bound;
  }

  float[] floats(float[] array) {
    return HostBuffer.floats(views.get(slot(array)));
  }

  byte[] bytes(byte[] array) {
    return ((HostArray.Bytes) HostBuffer.array(views.get(slot(array)))).array();
  }

  /** INT32 elements, which may also be a number. */
  IntInstruction.Ints ints(IntInstruction.Ints ints) {
    int slot = slot(ints.array());
    if (slot < 0) {
      return ints;
    }
    View view = views.get(slot);
    int[] array = ((HostArray.Ints) HostBuffer.array(view)).array();
    return new IntInstruction.Ints(array, view.offset() + ints.offset(), ints.runs());
  }

  /** Where the tensor of a slot begins in its array. */
  int offset(Object array) {
    return views.get(slot(array)).offset();
  }
}
