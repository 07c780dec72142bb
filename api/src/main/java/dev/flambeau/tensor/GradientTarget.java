package dev.flambeau.tensor;

import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.error.GradientException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place where a tensor's gradient arrives on the way back: a leaf, which keeps it, or the
 * tape's entry for the op that made the tensor, which hands it on. A tensor without one was never
 * asked for a gradient.
 */
abstract sealed class GradientTarget permits GradientTarget.Leaf, Tape.Entry {
  /** A function that sees a tensor's gradient, and gives what takes its place. */
  private record Hook(Tensor tensor, UnaryOperator<Tensor> function) implements Autograd.Hook {
    @Override
    public void close() {
      GradientTarget target = tensor.gradientTarget();
      if (target != null) {
        target.hooks = target.hooks.stream().filter(hook -> hook != this).toList();
      }
    }

    Tensor apply(Tensor gradient) {
      TensorType type = tensor.view().type();
      @Nullable Tensor given = function.apply(gradient);
      if (given == null || !given.view().type().equals(type)) {
        throw new GradientException(
            "registerHook: a hook gives the gradient that it was given or another "
                + type
                + ", it gave "
                + (given == null ? "null" : given.view().type())
                + ".");
      }
      Operands.check("registerHook", given, tensor.device());
      return given;
    }
  }

  /** In the order of their registration; another list after each change. */
  private List<Hook> hooks = List.of();

  /** Whether a gradient has a use here. */
  abstract boolean isWanted();

  /** Adds a function that sees what has arrived for a tensor, once all has. */
  Autograd.Hook hook(Tensor tensor, UnaryOperator<Tensor> function) {
    Hook hook = new Hook(tensor, function);
    hooks = Stream.concat(hooks.stream(), Stream.of(hook)).toList();
    return hook;
  }

  /** A tensor's gradient after its hooks. */
  Tensor hooked(Tensor tensor, Tensor gradient) {
    Tensor seen = gradient;
    for (Hook hook : hooks) {
      seen = hook.tensor == tensor ? hook.apply(seen) : seen;
    }
    return seen;
  }

  boolean hasHooks() {
    return !hooks.isEmpty();
  }

  /** That the hooks are those that a recorded step has called. */
  private record SameHooks(GradientTarget target, List<Hook> hooks) implements CapturedStep.Guard {
    @Override
    public boolean holds() {
      return target.hooks == hooks;
    }

    @Override
    public String toString() {
      return "the hooks of a gradient";
    }
  }

  CapturedStep.Guard sameHooks() {
    return new SameHooks(this, hooks);
  }

  /** The end of the way: the gradient of a tensor that was not computed from others. */
  static final class Leaf extends GradientTarget {
    private boolean wanted;
    private @Nullable Tensor gradient;

    @Override
    boolean isWanted() {
      return wanted;
    }

    void want(boolean now) {
      wanted = now;
    }

    /** All that backward has brought since the last {@link #clear}. */
    @Nullable Tensor gradient() {
      return gradient;
    }

    /** Takes a tensor of no scope in the place of what is there. */
    void put(Tensor other) {
      clear();
      gradient = other;
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
