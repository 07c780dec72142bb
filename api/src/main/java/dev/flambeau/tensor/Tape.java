package dev.flambeau.tensor;

import dev.flambeau.op.Op;
import dev.flambeau.tensor.gradient.Backward;
import dev.flambeau.tensor.gradient.GradientRule;
import dev.flambeau.tensor.gradient.Gradients;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
  static final class Entry {
    private final long number = SEQUENCE.getAndIncrement();
    private final Op op;
    private List<Tensor> inputs;
    private List<Tensor> outputs = List.of();
    private final @Nullable Tensor[] gradients;
    private boolean spent;

    private Entry(Op op, List<Tensor> inputs, int outputs) {
      this.op = op;
      this.inputs = inputs;
      this.gradients = new Tensor[outputs];
    }

    /** Drops what the rule needed: a graph is walked once. */
    private void spend() {
      spent = true;
      inputs = List.of();
      outputs = List.of();
    }
  }

  /** Records an op whose outputs the caller has just made, if a gradient may be asked of them. */
  static void record(Op op, List<Tensor> inputs, List<Tensor> outputs) {
    if (NoGrad.isOpen() || !anyRequiresGrad(inputs) || Gradients.rule(op.getClass()).isEmpty()) {
      return;
    }
    Entry entry = new Entry(op, inputs, outputs.size());
    entry.outputs = outputs;
    for (int i = 0; i < outputs.size(); i++) {
      outputs.get(i).recordedBy(entry, i);
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

  /** Walks from a tensor back to the leaves, given the tensor's own gradient. */
  static void backward(Tensor root, Tensor seed) {
    PriorityQueue<Entry> queue =
        new PriorityQueue<>(Comparator.comparingLong((Entry entry) -> entry.number).reversed());
    Set<Entry> queued = new HashSet<>();
    try (NoGrad noGrad = new NoGrad()) {
      arrive(root, seed, queue, queued);
      for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
        run(entry, queue, queued);
      }
    } finally {
      queue.forEach(Tape::closeGradients);
    }
  }

  private static void run(Entry entry, PriorityQueue<Entry> queue, Set<Entry> queued) {
    if (entry.spent) {
      closeGradients(entry);
      throw new GradientException(
          entry.op.name()
              + ": backward has been through here already and freed what it needed. Run the forward"
              + " pass again.");
    }
    List<@Nullable Tensor> given = new ArrayList<>();
    entry.inputs.forEach(input -> given.add(null));
    try (Scope scope = Scope.open()) {
      apply(entry.op, new Walk(entry, given));
      for (int i = 0; i < given.size(); i++) {
        Tensor gradient = given.get(i);
        if (gradient != null) {
          arrive(entry.inputs.get(i), gradient, queue, queued);
        }
      }
    } finally {
      closeGradients(entry);
    }
    entry.spend();
  }

  @SuppressWarnings("unchecked")
  private static <O extends Op> void apply(O op, Backward backward) {
    Optional<GradientRule<?>> rule = Gradients.rule(op.getClass());
    ((GradientRule<O>) rule.orElseThrow()).apply(op, backward);
  }

  /** Adds a gradient to what a tensor has received: at its entry, or at the leaf itself. */
  private static void arrive(
      Tensor tensor, Tensor gradient, PriorityQueue<Entry> queue, Set<Entry> queued) {
    Entry entry = tensor.entry();
    if (entry == null) {
      tensor.accumulate(gradient);
      return;
    }
    int output = tensor.outputNumber();
    entry.gradients[output] = sum(entry.gradients[output], gradient);
    if (queued.add(entry)) {
      queue.add(entry);
    }
  }

  /** What has arrived so far plus what arrives now, as a tensor that outlives every scope. */
  static Tensor sum(@Nullable Tensor before, Tensor gradient) {
    return Scope.outside(
        () -> {
          if (before == null) {
            return gradient.alias();
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
  private record Walk(Entry entry, List<@Nullable Tensor> given) implements Backward {
    @Override
    public Tensor input(int number) {
      return entry.inputs.get(number);
    }

    @Override
    public int inputs() {
      return entry.inputs.size();
    }

    @Override
    public Tensor output(int number) {
      return entry.outputs.get(number);
    }

    @Override
    public Tensor gradient() {
      Tensor gradient = entry.gradients[0];
      if (gradient == null) {
        throw new GradientException(entry.op.name() + ": has a gradient for its first output only");
      }
      return gradient;
    }

    @Override
    public boolean needs(int input) {
      return entry.inputs.get(input).requiresGrad();
    }

    @Override
    public void give(int input, Tensor gradient) {
      given.set(input, gradient);
    }
  }
}
