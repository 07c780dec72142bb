package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * The registers of a fused op: blocks of floats in which a thread keeps values in between, taken
 * again once the last op has read them, so that few of them stay in the first-level cache.
 */
final class Registers {
  private final int size;
  private int floats;
  private final List<Integer> offsets = new ArrayList<>();

  /** By register: the node that reads it last. */
  private final List<Integer> lastReaders = new ArrayList<>();

  /**
   * Registers of so many floats each.
   *
   * @param size a row, or a block
   */
  Registers(int size) {
    this.size = size;
  }

  int size() {
    return size;
  }

  /** How many floats they have together. */
  int floats() {
    return floats;
  }

  /**
   * Takes a register that no later node needs.
   *
   * @param node that writes it
   * @param lastReader the node that reads it last
   */
  Place take(int node, int lastReader) {
    for (int i = 0; i < offsets.size(); i++) {
      if (lastReaders.get(i) < node) {
        lastReaders.set(i, lastReader);
        return Place.register(offsets.get(i));
      }
    }
    return takeNew(lastReader);
  }

  /** Takes a register for good. */
  Place keep() {
    return takeNew(Integer.MAX_VALUE);
  }

  /** Takes a register of so many floats for good; where it begins. */
  int keepRow(int columns) {
    int offset = floats;
    floats += columns;
    return offset;
  }

  /** Frees all that are not kept: nodes are counted anew. */
  void free() {
    lastReaders.replaceAll(reader -> reader == Integer.MAX_VALUE ? reader : -1);
  }

  private Place takeNew(int lastReader) {
    offsets.add(keepRow(size));
    lastReaders.add(lastReader);
    return Place.register(offsets.get(offsets.size() - 1));
  }
}
