package dev.flambeau.cpu.convolution;

import java.util.Arrays;

/**
 * Positions of a window, one after the other through all images, as runs of places side by side:
 * what one tap lies on at them. One thread's own, used again and again.
 */
public final class PositionRuns {
  private int[] places = new int[64];
  private int[] firsts = new int[64];
  private int[] lengths = new int[64];
  private int[] each = {};
  private int count;
  private int positions;

  /** How many runs there are. */
  public int count() {
    return count;
  }

  /** Where a run begins, for the first tap. */
  public int place(int run) {
    return places[run];
  }

  /** The first position of a run, counted from the first of all. */
  public int first(int run) {
    return firsts[run];
  }

  /** How many positions a run has. */
  public int length(int run) {
    return lengths[run];
  }

  /** Where each position lies, for the first tap; of as many as were set at most. */
  public int[] each() {
    if (each.length < positions) {
      each = new int[positions];
    }
    for (int run = 0; run < count; run++) {
      for (int i = 0; i < lengths[run]; i++) {
        each[firsts[run] + i] = places[run] + i;
      }
    }
    return each;
  }

  /**
   * Sets these to so many positions from one on.
   *
   * @param base where the first image begins
   */
  void set(PaddedImages images, int base, int from, int many) {
    positions = many;
    count = 0;
    int done = 0;
    while (done < positions) {
      int place = base + images.place(from + done);
      int length = Math.min(images.ofRow() - (from + done) % images.ofRow(), positions - done);
      boolean goesOn = count > 0 && places[count - 1] + lengths[count - 1] == place;
      if (goesOn) {
        lengths[count - 1] += length;
      } else {
        add(place, done, length);
      }
      done += length;
    }
  }

  private void add(int place, int first, int length) {
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
      firsts = Arrays.copyOf(firsts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    places[count] = place;
    firsts[count] = first;
    lengths[count] = length;
    count++;
  }
}
