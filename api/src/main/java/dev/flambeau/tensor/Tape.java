package dev.flambeau.tensor;

import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import dev.flambeau.op.gradient.Backward;
import dev.flambeau.op.gradient.Gradients;
import dev.flambeau.tensor.GradientTarget.Leaf;
import dev.flambeau.tensor.error.GradientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation. Each op with an input that wants a gradient leaves an entry;
 * backward meets the entries latest first, each once, and asks {@link Gradients} for its rule.
 */
final class Tape {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private Tape() {}

  /** One op that was run: what its rule needs, and the gradients that have arrived so far. */
  static final class Entry implements GradientTarget {
    private final long number = SEQUENCE.getAndIncrement();
    private final Op op;
    private List<Tensor> inputs;
    private List<Tensor> outputs;

    /** How often the memory of inputs, then of outputs, had been changed when the op was run. */
    private final int[] versions;

    private final @Nullable Tensor[] gradients;

    /** By output: whether a rule has taken its gradient. */
    private final boolean[] taken;

    private @Nullable Tensor owned;
    private boolean spent;

    private Entry(Op op, List<Tensor> inputs, List<Tensor> outputs) {
      this.op = op;
      this.inputs = inputs;
      this.outputs = outputs;
      gradients = new Tensor[outputs.size()];
      taken = new boolean[outputs.size()];
      versions = new int[inputs.size() + outputs.size()];
      for (int i = 0; i < versions.length; i++) {
        versions[i] = operand(i).storage().version();
      }
    }

    /** Always, since an op whose inputs want no gradient leaves no entry. */
    @Override
    public boolean isWanted() {
      return true;
    }

    /** Adds a gradient to what has arrived for one of the outputs. */
    private void add(Tensor output, Tensor gradient) {
      for (int i = 0; i < outputs.size(); i++) { // none is left of an entry that is spent
        if (outputs.get(i) == output) {
          gradients[i] = sum(gradients[i], gradient);
        }
      }
    }

    private Tensor operand(int number) {
      int output = number - inputs.size();
      return output < 0 ? inputs.get(number) : outputs.get(output);
    }

    /** An operand as it was in the forward pass; one that was changed since would mislead. */
    private Tensor unchanged(int number) {
      Tensor tensor = operand(number);
      if (tensor.storage().version() != versions[number]) {
        boolean isInput = number < inputs.size();
        throw new GradientException(
            op.name()
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

    /** Drops what the rule needed: a graph is walked once. */
    private void spend() {
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
    if (NoGrad.isOpen() || !anyRequiresGrad(inputs) || Gradients.rule(op.getClass()).isEmpty()) {
      return;
    }
    Entry entry = new Entry(op, inputs, outputs);
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

  /** Walks from a single number back to the leaves. */
  static void backward(Tensor root) {
    TensorType type = root.view().type();
    if (type.elements() != 1) {
      throw new GradientException(
          "backward: starts from a single number, was given "
              + type
              + ". Reduce it with sum() or mean(), or hand over its gradient: backward(gradient).");
    }
    check(root);
    walk(root, Scope.outside(() -> root.constant(1, root.shape())), true);
  }

  /** Walks from a tensor back to the leaves, given the tensor's own gradient. */
  static void backward(Tensor root, Tensor gradient) {
    check(root);
    Operands.check("backward", gradient, root.device());
    TensorType type = root.view().type();
    if (!gradient.view().type().equals(type)) {
      throw new ShapeMismatchException(
          "backward: the gradient must be " + type + ", was given " + gradient.view().type());
    }
    walk(root, gradient, false);
  }

  private static void check(Tensor root) {
    Operands.check("backward", root, root.device());
    if (!root.requiresGrad()) {
      throw new GradientException(
          "backward: nothing that this tensor was computed from wants a gradient. Ask for one with"
              + " requiresGrad(true), outside noGrad().");
    }
  }

  /**
   * Walks back and frees what was there for the walk alone.
   *
   * @param ends whether the seed ends with the walk: then a leaf may take its memory
   */
  private static void walk(Tensor root, Tensor seed, boolean ends) {
    Recording.differentiates();
    Walk walk = new Walk();
    try (NoGrad noGrad = new NoGrad()) {
      try {
        walk.from(root, seed);
      } finally {
        if (ends) {
          seed.close();
        }
        walk.end();
      }
    }
  }

  /** One walk over the graph, latest entries first. */
  private static final class Walk {
    private final PriorityQueue<Entry> queue =
        new PriorityQueue<>(Comparator.comparingLong((Entry entry) -> entry.number).reversed());
    private final Set<Entry> queued = new HashSet<>();
    private final List<Leaf> leaves = new ArrayList<>();

    void from(Tensor root, Tensor seed) {
      arrive(root, seed);
      for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
        run(entry);
      }
    }

    private void run(Entry entry) {
      if (entry.spent) {
        closeGradients(entry);
        throw new GradientException(
            entry.op.name()
                + ": backward has been through here already and freed what it needed. Run the"
                + " forward pass again.");
      }
      List<@Nullable Tensor> given = new ArrayList<>();
      entry.inputs.forEach(input -> given.add(null));
      try (Scope scope = Scope.open()) {
        Gradients.apply(entry.op, new Given(entry, given));
        refuseUntaken(entry);
        for (int i = 0; i < given.size(); i++) {
          Tensor gradient = given.get(i);
          if (gradient != null) {
            arrive(entry.inputs.get(i), gradient);
          }
        }
      } finally {
        closeGradients(entry);
      }
      entry.spend();
    }

    /** Adds a gradient to what a tensor has received: at its entry, or at the leaf itself. */
    private void arrive(Tensor tensor, Tensor gradient) {
      GradientTarget target = tensor.gradientTarget();
      if (target instanceof Leaf leaf) {
        leaf.add(gradient);
        leaves.add(leaf);
      } else if (target instanceof Entry entry) {
        entry.add(tensor, gradient);
        if (queued.add(entry)) {
          queue.add(entry);
        }
      }
    }

    /** Frees what has arrived on the way; what the leaves keep is theirs alone. */
    void end() {
      queue.forEach(Tape::closeGradients);
      leaves.forEach(Leaf::own);
    }
  }

  /** A gradient that no rule has taken would be lost without a word. */
  private static void refuseUntaken(Entry entry) {
    for (int i = 0; i < entry.gradients.length; i++) {
      if (entry.gradients[i] != null && !entry.taken[i]) {
        throw new GradientException(
            entry.op.name()
                + ": output "
                + i
                + " has a gradient, which the op's rule does not take. Use detach() on it.");
      }
    }
  }

  /** What has arrived so far plus what arrives now, as a tensor that outlives every scope. */
  static Tensor sum(@Nullable Tensor before, Tensor gradient) {
    return Scope.outside(
        () -> {
          if (before == null) {
            return gradient.detach();
          }
          Tensor sum = before.add(gradient);
          before.close();
          return sum;
        });
  }

  private static void closeGradients(Entry entry) {
    for (int i = 0; i < entry.gradients.length; i++) {
      Tensor gradient = entry.gradients[i];
      if (gradient != null) {
        gradient.close();
        entry.gradients[i] = null;
      }
    }
  }

  /** What a rule sees of its entry. */
  private record Given(Entry entry, List<@Nullable Tensor> given) implements Backward {
    @Override
    public Value input(int number) {
      return new TensorValue(entry.unchanged(number));
    }

    @Override
    public TensorType type(int input) {
      return entry.inputs.get(input).view().type();
    }

    @Override
    public int inputs() {
      return entry.inputs.size();
    }

    @Override
    public int outputs() {
      return entry.outputs.size();
    }

    @Override
    public Value output(int number) {
      return new TensorValue(entry.unchanged(entry.inputs.size() + number));
    }

    @Override
    public Value gradient(int output) {
      entry.taken[output] = true;
      Tensor gradient = entry.gradients[output];
      Tensor made = entry.outputs.get(output);
      return new TensorValue(gradient == null ? made.constant(0, made.shape()) : gradient);
    }

    @Override
    public boolean needs(int input) {
      return entry.inputs.get(input).requiresGrad();
    }

    @Override
    public void give(int input, Value gradient) {
      given.set(input, ((TensorValue) gradient).tensor());
    }
  }
}
