package dev.flambeau.tensor;

import dev.flambeau.op.Op;
import dev.flambeau.op.gradient.Gradients;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.error.GradientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was computed with a gradient in view: an entry for each op with an input that wants one.
 * {@link BackwardWalk} meets the entries latest first.
 */
final class Tape {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private Tape() {}

  /** How the gradients of an entry's outputs become those of its inputs. */
  sealed interface Rule {
    /** By the rule of an op. */
    record OfOp(Op op) implements Rule {
      @Override
      public String name() {
        return op.name();
      }
    }

    /** By the user's. */
    record OfFunction(Autograd.Function function) implements Rule {
      @Override
      public String name() {
        return function.name();
      }
    }

    /** By computing the outputs again, this time with entries. */
    record Recomputed(Supplier<List<Tensor>> part) implements Rule {
      @Override
      public String name() {
        return "checkpoint";
      }
    }

    /** The name in messages. */
    String name();
  }

  /** One op that was run, and what its rule needs. */
  static final class Entry extends GradientTarget {
    private final long number = SEQUENCE.getAndIncrement();
    private final Rule rule;
    private List<Tensor> inputs;
    private List<Tensor> outputs;

    /** How often the memory of inputs, then of outputs, had been changed when the op was run. */
    private final int[] versions;

    private @Nullable Tensor owned;
    private boolean spent;

    private Entry(Rule rule, List<Tensor> inputs, List<Tensor> outputs) {
      this.rule = rule;
      this.inputs = inputs;
      this.outputs = outputs;
      versions = new int[inputs.size() + outputs.size()];
      for (int i = 0; i < versions.length; i++) {
        versions[i] = operand(i).storage().version();
      }
    }

    /** Its place in time, by which entries are met latest first. */
    long number() {
      return number;
    }

    Rule rule() {
      return rule;
    }

    List<Tensor> inputs() {
      return inputs;
    }

    List<Tensor> outputs() {
      return outputs;
    }

    /** Which output a tensor is; −1 for one that is none. */
    int outputOf(Tensor tensor) {
      for (int i = 0; i < outputs.size(); i++) {
        if (outputs.get(i) == tensor) {
          return i;
        }
      }
      return -1;
    }

    boolean isSpent() {
      return spent;
    }

    /** Always, since an op whose inputs want no gradient leaves no entry. */
    @Override
    boolean isWanted() {
      return true;
    }

    private Tensor operand(int number) {
      int output = number - inputs.size();
      return output < 0 ? inputs.get(number) : outputs.get(output);
    }

    Tensor unchangedInput(int number) {
      return unchanged(number);
    }

    Tensor unchangedOutput(int number) {
      return unchanged(inputs.size() + number);
    }

    /** An operand as it was in the forward pass; one that was changed since would mislead. */
    private Tensor unchanged(int number) {
      Tensor tensor = operand(number);
      if (tensor.storage().version() != versions[number]) {
        boolean isInput = number < inputs.size();
        throw new GradientException(
            rule.name()
                + ": backward needs "
                + (isInput ? "input " + number : "output " + (number - inputs.size()))
                + ", "
                + tensor.view().type()
                + ", as it was in the forward pass, and it has been changed in place since: by"
                + " write, copyFrom, loadStateDict or an optimizer's step. Change it after"
                + " backward, or run the forward pass again.");
      }
      return tensor;
    }

    /** Drops what the rule needed: the graph is not to be walked again. */
    void spend() {
      spent = true;
      inputs = List.of();
      outputs = List.of();
      if (owned != null) {
        owned.close();
      }
    }
  }

  /** Records an op whose outputs the caller has just made, if a gradient may be asked of them. */
  static void record(Op op, List<Tensor> inputs, List<Tensor> outputs) {
    if (!NoGrad.isOpen() && anyRequiresGrad(inputs) && Gradients.rule(op.getClass()).isPresent()) {
      enter(new Rule.OfOp(op), inputs, outputs);
    }
  }

  /** Records what has a rule of its own, as {@link #record} does. */
  static void record(Rule rule, List<Tensor> inputs, List<Tensor> outputs) {
    if (!NoGrad.isOpen() && anyRequiresGrad(inputs)) {
      enter(rule, inputs, outputs);
    }
  }

  private static void enter(Rule rule, List<Tensor> inputs, List<Tensor> outputs) {
    Entry entry = new Entry(rule, inputs, outputs);
    for (Tensor output : outputs) {
      if (output.dtype().isFloating()) {
        output.recordedBy(entry);
      }
    }
  }

  /** Closes an operand that was made for one op alone, once that op's gradient needs it no more. */
  static void own(Tensor result, Tensor operand) {
    if (result.gradientTarget() instanceof Entry entry) {
      entry.owned = operand;
    } else {
      operand.close();
    }
  }

  private static boolean anyRequiresGrad(List<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      if (tensor.requiresGrad()) {
        return true;
      }
    }
    return false;
  }

  // ---- the graph of entries ----

  /** A number that is less than those of all entries to come. */
  static long now() {
    return SEQUENCE.get();
  }

  /** The entries since some point that tensors were computed by, earliest first. */
  static List<Entry> since(long first, Collection<Tensor> tensors) {
    Set<Entry> found = new HashSet<>();
    Deque<Tensor> open = new ArrayDeque<>(tensors);
    while (!open.isEmpty()) {
      if (open.pop().gradientTarget() instanceof Entry entry
          && entry.number >= first
          && found.add(entry)) {
        entry.inputs.forEach(open::push);
      }
    }
    return found.stream().sorted(Comparator.comparingLong(Entry::number)).toList();
  }

  /**
   * Some tensors, and behind them all others that results were computed from since some point by
   * ops with a gradient, and that were there before.
   *
   * @param within the scope that was opened at that point
   */
  static List<Tensor> operandsSince(
      long first, Scope within, List<Tensor> results, List<Tensor> some) {
    Set<Tensor> operands = new LinkedHashSet<>(some); // tensors are equal to themselves alone
    List<Tensor> all = new ArrayList<>(results);
    since(first, results).forEach(entry -> all.addAll(entry.inputs));
    for (Tensor tensor : all) {
      boolean isLater = tensor.gradientTarget() instanceof Entry entry && entry.number >= first;
      if (!isLater && !tensor.isClosed() && tensor.scope() != within) {
        operands.add(tensor);
      }
    }
    return List.copyOf(operands);
  }
}
