package dev.flambeau.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The place where a tensor's gradient arrives on the way back: a leaf, which keeps it, or the
 * tape's entry for the op that made the tensor, which hands it on. A tensor without one was never
 * asked for a gradient.
 */
sealed interface GradientTarget permits GradientTarget.Leaf, Tape.Entry {
  /** Whether a gradient has a use here. */
  boolean isWanted();

  /** The end of the way: the gradient of a tensor that was not computed from others. */
  final class Leaf implements GradientTarget {
    private boolean wanted;
    private @Nullable Tensor gradient;

    @Override
    public boolean isWanted() {
      return wanted;
    }

    void want(boolean now) {
      wanted = now;
    }

    /** All that has arrived since the last {@link #clear}. */
    @Nullable Tensor gradient() {
      return gradient;
    }

    void add(Tensor more) {
      if (wanted) {
        gradient = Tape.sum(gradient, more);
      }
    }

    /** Gives the gradient memory of its own if it shares it with the seed or another's gradient. */
    void own() {
      Tensor shared = gradient;
      if (shared != null && !shared.storage().hasOneOwner()) {
        gradient = Scope.outside(() -> shared.cast(shared.dtype()));
        shared.close();
      }
    }

    /** Frees the gradient. */
    void clear() {
      if (gradient != null) {
        gradient.close();
        gradient = null;
      }
    }
  }
}
