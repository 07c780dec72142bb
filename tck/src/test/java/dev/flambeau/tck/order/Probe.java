package dev.flambeau.tck.order;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Values whose sum tells how many of them meet two chosen ones before these two meet: a huge number
 * and its negative take up every 1 that is added to either, and what is left when they have met
 * counts. P. Xie et al., FPRev: Revealing the Order of Floating-Point Summation, 2025; which order
 * it is follows from the counts of all pairs.
 *
 * @param first the place of the huge number
 * @param second the place of its negative
 */
record Probe(int first, int second) {
  /** Above any number of ones, and its square is no infinity. */
  private static final float HUGE = 0x1p50f;

  /** Every pair of so few values, else neighbours of every boundary and others by chance. */
  static List<Probe> of(int n) {
    List<Probe> probes = new ArrayList<>();
    if (n <= 20) {
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          probes.add(new Probe(i, j));
        }
      }
      return probes;
    }
    for (int near : new int[] {1, 4, 8, 16, 31, 32, 64, 256, 512, 1023, 1024, 1025, 2048, n - 1}) {
      if (near < n) {
        probes.add(new Probe(near - 1, near));
        probes.add(new Probe(0, near));
        probes.add(new Probe(near, n - 1 == near ? 1 : n - 1));
      }
    }
    Random random = new Random(n);
    while (probes.size() < 60) {
      int i = random.nextInt(n);
      int j = random.nextInt(n);
      if (i != j) {
        probes.add(new Probe(i, j));
      }
    }
    return probes;
  }

  /** What is to be added. */
  float[] values(int n) {
    float[] values = new float[n];
    Arrays.fill(values, 1);
    values[first] = HUGE;
    values[second] = -HUGE;
    return values;
  }

  /** How many ones are left where values are added in this order. */
  float sum(Order order, int n) {
    return n - order.together(first, second, n).count();
  }
}
