package dev.flambeau.tensor.memory;

import dev.flambeau.op.CrossEntropy;
import org.jspecify.annotations.Nullable;

/**
 * What the host knows of INT32 numbers that it has seen.
 *
 * @param least the smallest that is not {@link CrossEntropy#IGNORED}
 * @param most the largest that is not
 * @param hasIgnored whether there is one that is
 */
public record LabelRange(int least, int most, boolean hasIgnored) {
  /** What the host knows of an array's numbers: nothing where they are no INT32. */
  public static @Nullable LabelRange of(Object array) {
    return array instanceof int[] labels ? of(labels) : null;
  }

  public static LabelRange of(int[] labels) {
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    boolean hasIgnored = false;
    for (int label : labels) {
      if (label == CrossEntropy.IGNORED) {
        hasIgnored = true;
      } else {
        least = Math.min(least, label);
        most = Math.max(most, label);
      }
    }
    return new LabelRange(least, most, hasIgnored);
  }

  /** Whether all are classes, of so many, or may be ignored. */
  public boolean fits(int classes, boolean mayIgnore) {
    return least >= 0 && most < classes && (mayIgnore || !hasIgnored);
  }
}
