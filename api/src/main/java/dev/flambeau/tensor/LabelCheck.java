package dev.flambeau.tensor;

import dev.flambeau.op.CallSite;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.DType;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.memory.LabelRange;
import org.jspecify.annotations.Nullable;

/**
 * The demand that labels are classes.
 *
 * <p>Labels that came from the host are looked at there, before anything is computed. Of others the
 * device counts the strays, those that are no classes, and the next read from it tells: {@link
 * LabelFlags}.
 *
 * @param op who demands it
 * @param classes how many there are
 * @param mayIgnore whether {@link CrossEntropy#IGNORED} is right, too
 * @param site where it was asked for
 */
record LabelCheck(String op, int classes, boolean mayIgnore, CallSite site) {

  /**
   * Demands it of labels; in code that is recorded, of those of each run.
   *
   * @throws LabelException if the host knows of one that is no class
   */
  static void of(String op, Tensor labels, int classes, boolean mayIgnore) {
    LabelRange known = labels.storage().labels();
    if (Recording.isOpen()) {
      Recording.demand(new LabelCheck(op, classes, mayIgnore, CallSite.here()), labels);
    } else if (known == null || !known.fits(classes, mayIgnore)) {
      new LabelCheck(op, classes, mayIgnore, CallSite.here()).test(labels);
    }
  }

  /** Whether it is met for all that the host knows. */
  boolean isMetBy(@Nullable LabelRange known) {
    return known != null && known.fits(classes, mayIgnore);
  }

  /** Tests labels that the host does not know to be classes, or has the device do so. */
  void test(Tensor labels) {
    if (labels.storage().labels() == null) {
      labels.device().labelFlags().add(this, strays(labels));
      return;
    }
    int[] values = labels.toInts(); // they may be a part, and the strays elsewhere
    for (int i = 0; i < values.length; i++) {
      if (!isMetBy(LabelRange.of(new int[] {values[i]}))) {
        String place = labels.shape().rank() == 0 ? "" : " at index " + labels.shape().place(i);
        throw refusal("label " + values[i] + place + " is");
      }
    }
  }

  /** How many labels are strays, counted by the device; a tensor of no scope. */
  Tensor strays(Tensor labels) {
    try (Scope scope = Scope.open()) {
      Tensor isBelow = labels.lt(labels.constant(0));
      Tensor isStray = Tensor.where(isBelow, isBelow, labels.ge(labels.constant(classes)));
      if (mayIgnore) {
        Tensor counts = labels.ne(labels.constant(CrossEntropy.IGNORED));
        isStray = Tensor.where(counts, isStray, counts);
      }
      Tensor count = isStray.cast(DType.FLOAT32).sum();
      return Scope.outside(count::detach);
    }
  }

  /** Refuses what a count of {@link #strays} has found. */
  void read(Tensor strays) {
    long count = (long) strays.item();
    if (count > 0) {
      throw refusal(
          count + " of the labels that the device computed " + (count == 1 ? "is" : "are"));
    }
  }

  private LabelException refusal(String what) {
    return new LabelException(
        op
            + ": "
            + what
            + " not in [0, "
            + classes
            + ")"
            + (mayIgnore ? ", nor " + CrossEntropy.IGNORED + ", which is ignored" : "")
            + ". At "
            + site
            + ".");
  }
}
