package dev.flambeau.tensor;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.GradientTarget.Leaf;
import dev.flambeau.tensor.Tape.Entry;
import dev.flambeau.tensor.Tape.Rule;
import dev.flambeau.tensor.error.GradientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation: one walk over the {@link Tape}'s entries, latest first, each once.
 * What it brings to a leaf is added up by itself, and handed over when the walk is through: one
 * that fails leaves every gradient as it was.
 */
final class BackwardWalk {
  /** A part that was computed again, and the scope that holds it while the walk is within. */
  private record Part(long first, Scope scope) {}

  private final GraphMode mode;

  /** The tensors whose gradients are asked for; null if it is all leaves. */
  private final @Nullable Set<Tensor> wanted;

  /** Entries from which one of these is reached. */
  private final Set<Entry> leading = new HashSet<>();

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(Comparator.comparingLong(Entry::number).reversed());

  /** By entry that was reached, by output: what has come so far. */
  private final Map<Entry, @Nullable Tensor[]> reached = new HashMap<>();

  private final Deque<Part> parts = new ArrayDeque<>();

  /** What has come to leaves so far. */
  private final Map<Leaf, Arrival> arrived = new LinkedHashMap<>();

  /** What has come to those wanted that are no leaves. */
  private final Map<Tensor, Arrival> passed = new IdentityHashMap<>();

  private BackwardWalk(GraphMode mode, @Nullable Set<Tensor> wanted) {
    this.mode = mode;
    this.wanted = wanted;
  }

  // ---- what is asked for ----

  /** Adds the gradients of a single number to those of the leaves. */
  static void backward(Tensor root, GraphMode mode) {
    checkSingle("backward", "backward(gradient)", root);
    check("backward", root);
    new BackwardWalk(mode, null).toLeaves(root, null);
  }

  /** The same from a tensor whose own gradient is given. */
  static void backward(Tensor root, Tensor gradient, GraphMode mode) {
    check("backward", root);
    checkSeed("backward", root, gradient);
    new BackwardWalk(mode, null).toLeaves(root, gradient);
  }

  /** The gradients of a single number with respect to some tensors. */
  static List<Tensor> grad(Tensor root, List<Tensor> inputs, GraphMode mode) {
    checkSingle("grad", "grad(output, gradient, …)", root);
    check("grad", root);
    return toInputs(root, null, inputs, mode);
  }

  /** The same from a tensor whose own gradient is given. */
  static List<Tensor> grad(Tensor root, Tensor gradient, List<Tensor> inputs, GraphMode mode) {
    check("grad", root);
    checkSeed("grad", root, gradient);
    return toInputs(root, gradient, inputs, mode);
  }

  private static void checkSingle(String method, String wayOut, Tensor root) {
    TensorType type = root.view().type();
    if (type.elements() != 1) {
      throw new GradientException(
          method
              + ": starts from a single number, was given "
              + type
              + ". Reduce it with sum() or mean(), or hand over its gradient: "
              + wayOut
              + ".");
    }
  }

  private static void checkSeed(String method, Tensor root, Tensor gradient) {
    Operands.check(method, gradient, root.device());
    TensorType type = root.view().type();
    if (!gradient.view().type().equals(type)) {
      throw new ShapeMismatchException(
          method + ": the gradient must be " + type + ", was given " + gradient.view().type());
    }
  }

  private static void check(String method, Tensor root) {
    Operands.check(method, root, root.device());
    if (!root.requiresGrad()) {
      throw new GradientException(
          method
              + ": nothing that this tensor was computed from wants a gradient. Ask for one with"
              + " requiresGrad(true), outside noGrad().");
    }
  }

  /** Adds to the leaves' gradients what has come. */
  private void toLeaves(Tensor root, @Nullable Tensor gradient) {
    walk(root, gradient, () -> arrived.forEach(this::deliver));
  }

  private void deliver(Leaf leaf, Arrival arrival) {
    Tensor gradient = arrival.gradient();
    Tensor before = leaf.gradient();
    leaf.put(Scope.outside(() -> before == null ? owned(gradient) : before.add(gradient)));
    release(gradient);
  }

  private static List<Tensor> toInputs(
      Tensor root, @Nullable Tensor gradient, List<Tensor> inputs, GraphMode mode) {
    for (int i = 0; i < inputs.size(); i++) {
      Operands.check("grad", inputs.get(i), root.device());
      if (!inputs.get(i).requiresGrad()) {
        throw new GradientException(
            "grad: input " + i + " wants no gradient. Ask for one with requiresGrad(true).");
      }
    }
    Set<Tensor> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(inputs);
    BackwardWalk walk = new BackwardWalk(mode, wanted);
    List<Tensor> gradients = new ArrayList<>();
    try {
      walk.walk(root, gradient, () -> inputs.forEach(input -> gradients.add(walk.found(input))));
    } catch (RuntimeException | Error e) {
      gradients.forEach(Tensor::close);
      throw e;
    }
    return gradients;
  }

  /** The gradient that has come to one of the wanted tensors, with memory of its own. */
  private Tensor found(Tensor input) {
    Arrival arrival =
        input.gradientTarget() instanceof Leaf leaf ? arrived.get(leaf) : passed.get(input);
    if (arrival == null) {
      throw new GradientException(
          "grad: the output does not depend on the input "
              + input.view().type()
              + " by ops that have a gradient. Leave it out.");
    }
    return owned(arrival.gradient());
  }

  /** The same with memory of its own: not another gradient's, and not the seed's. */
  private Tensor owned(Tensor gradient) {
    boolean isAlone = mode != GraphMode.CREATE && gradient.storage().hasOneOwner();
    return isAlone ? gradient.detach() : gradient.cast(gradient.dtype());
  }

  // ---- the walk ----

  /** Walks back, does what is to be done in the end, and frees what was there for the walk. */
  private void walk(Tensor root, @Nullable Tensor given, Runnable end) {
    Recording.differentiates();
    try (NoGrad noGrad = mode == GraphMode.CREATE ? null : new NoGrad()) {
      Tensor seed = given == null ? made(() -> root.constant(1, root.shape())) : given;
      try {
        lead(0, List.of(root));
        arrive(root, seed);
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
          leaveParts(entry.number());
          run(entry);
        }
        leaveParts(0);
        arrived.replaceAll((leaf, arrival) -> arrival.hooked(leaf, this));
        if (given == null) {
          release(seed); // before leaves are asked whether their memory is theirs alone
        }
        end.run();
      } finally {
        if (given == null) {
          release(seed);
        }
        free();
      }
    }
  }

  private void free() {
    leaveParts(0);
    reached.values().forEach(this::releaseAll);
    arrived.values().forEach(arrival -> release(arrival.gradient()));
    passed.values().forEach(arrival -> release(arrival.gradient()));
  }

  /** Notes which entries since some point, on the way from tensors, lead back to what is wanted. */
  private void lead(long first, List<Tensor> tensors) {
    if (wanted == null) {
      return;
    }
    for (Entry entry : Tape.since(first, tensors)) {
      if (entry.isSpent() || entry.inputs().stream().anyMatch(this::needs)) {
        leading.add(entry);
      }
    }
  }

  /** Whether a tensor's gradient is asked for, or needed on the way to one that is. */
  private boolean needs(Tensor tensor) {
    return tensor.requiresGrad()
        && (wanted == null
            || wanted.contains(tensor)
            || tensor.gradientTarget() instanceof Entry entry && leading.contains(entry));
  }

  /** Whether any input's gradient is; what was frozen since the op was run has no use for one. */
  private boolean isNeeded(Entry entry) {
    return wanted == null
        ? entry.inputs().stream().anyMatch(Tensor::requiresGrad)
        : leading.contains(entry);
  }

  private void run(Entry entry) {
    Scope scope = mode == GraphMode.CREATE ? null : Scope.open();
    boolean isHeld = false;
    try {
      if (entry.isSpent()) {
        throw new GradientException(
            entry.rule().name()
                + ": backward has been through here already and freed what it needed. Run the"
                + " forward pass again, or keep the graph: GraphMode.RETAIN.");
      }
      pass(entry, reached.get(entry));
      if (isNeeded(entry)) {
        isHeld = apply(entry, scope);
      }
    } finally {
      releaseAll(reached.get(entry));
      if (scope != null && !isHeld) {
        scope.close();
      }
    }
  }

  /** Shows what has come for an entry's outputs to their hooks, and keeps what is wanted of it. */
  private void pass(Entry entry, @Nullable Tensor[] gradients) {
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      if (gradient != null) {
        Tensor output = entry.outputs().get(i);
        Arrival arrival = new Arrival(output, gradient).hooked(entry, this);
        gradients[i] = arrival.gradient();
        if (wanted != null && wanted.contains(output)) {
          passed.put(output, new Arrival(output, sum(null, arrival.gradient())));
        }
      }
    }
  }

  /**
   * Applies an entry's rule.
   *
   * @return whether the scope is still needed
   */
  private boolean apply(Entry entry, @Nullable Scope scope) {
    boolean isHeld = false;
    if (entry.rule() instanceof Rule.Recomputed recomputed) {
      recompute(entry, recomputed, scope);
      isHeld = scope != null;
    } else {
      @Nullable Tensor[] given = new EntryView(entry, reached.get(entry), this::needs).applyRule();
      for (int i = 0; i < given.length; i++) {
        arrive(entry.inputs().get(i), given[i]);
      }
    }
    if (mode == GraphMode.FREE) {
      entry.spend();
    }
    return isHeld;
  }

  /**
   * Puts entries in the place of one that stands for a part: they are later than all that is left,
   * and so are met next.
   */
  private void recompute(Entry entry, Rule.Recomputed rule, @Nullable Scope scope) {
    for (int i = 0; i < entry.inputs().size(); i++) {
      entry.unchangedInput(i);
    }
    long first = Tape.now();
    List<Tensor> outputs = NoGrad.lifted(rule.part());
    List<TensorType> types = outputs.stream().map(output -> output.view().type()).toList();
    List<TensorType> before = entry.outputs().stream().map(out -> out.view().type()).toList();
    if (!types.equals(before)) {
      throw new GradientException(
          "checkpoint: the part gave " + before + " at first, and gives " + types + " now.");
    }
    lead(first, outputs);
    for (int i = 0; i < outputs.size(); i++) {
      arrive(outputs.get(i), reached.get(entry)[i]);
    }
    if (scope != null) {
      parts.push(new Part(first, scope));
    }
  }

  /** Frees the parts that the walk has left, being at an entry of this number. */
  private void leaveParts(long number) {
    while (!parts.isEmpty() && parts.peek().first > number) {
      parts.pop().scope.close();
    }
  }

  /** Adds a gradient to what a tensor has received: at its entry, or for the leaf. */
  private void arrive(Tensor tensor, @Nullable Tensor gradient) {
    if (gradient == null || !needs(tensor)) {
      return;
    }
    GradientTarget target = tensor.gradientTarget();
    if (target instanceof Leaf leaf) {
      Arrival before = arrived.get(leaf);
      Tensor sum = sum(before == null ? null : before.gradient(), gradient);
      arrived.put(leaf, new Arrival(tensor, sum));
    } else if (target instanceof Entry entry) {
      @Nullable Tensor[] gradients = reached.get(entry);
      if (gradients == null) {
        gradients = new Tensor[entry.outputs().size()];
        reached.put(entry, gradients);
        queue.add(entry);
      }
      int output = entry.outputOf(tensor);
      if (output >= 0) { // none is left of an entry that is spent
        gradients[output] = sum(gradients[output], gradient);
      }
    }
  }

  // ---- memory: the walk's, or of the scope that is open where the walk is recorded ----

  private Tensor made(Supplier<Tensor> code) {
    return mode == GraphMode.CREATE ? code.get() : Scope.outside(code);
  }

  /** What has arrived so far plus what arrives now. */
  private Tensor sum(@Nullable Tensor before, Tensor gradient) {
    if (before == null) {
      return mode == GraphMode.CREATE ? gradient : made(gradient::detach);
    }
    Tensor sum = made(() -> before.add(gradient));
    release(before);
    return sum;
  }

  private void release(Tensor gradient) {
    if (mode != GraphMode.CREATE) {
      gradient.close();
    }
  }

  private void releaseAll(@Nullable Tensor[] gradients) {
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      if (gradient != null) {
        release(gradient);
        gradients[i] = null;
      }
    }
  }

  /** What has come to a tensor. */
  private record Arrival(Tensor tensor, Tensor gradient) {
    /** The same after the tensor's hooks. */
    Arrival hooked(GradientTarget target, BackwardWalk walk) {
      if (target instanceof Leaf && Recording.isOpen()) {
        Recording.dependsOn(target.sameHooks());
      }
      if (!target.hasHooks()) {
        return this;
      }
      try (Scope scope = walk.mode == GraphMode.CREATE ? null : Scope.open()) {
        Tensor seen = walk.sum(null, target.hooked(tensor, gradient));
        walk.release(gradient);
        return new Arrival(tensor, seen);
      }
    }
  }
}
