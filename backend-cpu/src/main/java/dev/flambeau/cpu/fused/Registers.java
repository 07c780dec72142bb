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
    return size * lastReaders.size();
  }

  /**
   * Takes a register that no later node needs.
   *
   * @param node that writes it
   * @param lastReader the node that reads it last
   */
  Place take(int node, int lastReader) {
    for (int i = 0; i < lastReaders.size(); i++) {
      if (lastReaders.get(i) < node) {
        lastReaders.set(i, lastReader);
        return Place.register(i * size);
      }
    }
    return takeNew(lastReader);
  }

  /** Takes a register for good. */
  Place keep() {
    return takeNew(Integer.MAX_VALUE);
  }

  /** Frees all that are not kept: nodes are counted anew. */
  void free() {
    lastReaders.replaceAll(reader -> reader == Integer.MAX_VALUE ? reader : -1);
  }

  private Place takeNew(int lastReader) {
    lastReaders.add(lastReader);
    return Place.register((lastReaders.size() - 1) * size);
  }
}
