package dev.flambeau.tensor;

import dev.flambeau.tensor.error.GradientException;
import dev.flambeau.tensor.error.ScopeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Gradients beyond {@link Tensor#backward}: PyTorch's {@code torch.autograd}. */
public final class Autograd {
  private Autograd() {}

  /** What becomes of the graph that backward walks over. */
  public enum GraphMode {
    /** It is freed on the way. */
    FREE,

    /** It stays, and can be walked over again: PyTorch's {@code retain_graph}. */
    RETAIN,

    /**
     * It stays, and the walk is recorded as a graph of its own, so that gradients have gradients:
     * PyTorch's {@code create_graph}. What the walk computes lives in the scope that is open.
     */
    CREATE
  }

  // ---- gradients handed over ----

  /**
   * The gradients of a single number with respect to some tensors. No tensor's {@link Tensor#grad}
   * is touched, and nothing is computed that they do not need.
   *
   * @param inputs leaves, or tensors that the output was computed from
   * @return one for each input, of its shape, in the scope that is open
   * @throws GradientException if the output is no single number or does not depend on an input, or
   *     if the graph has been freed
   */
  public static List<Tensor> grad(Tensor output, List<Tensor> inputs, GraphMode mode) {
    return BackwardWalk.grad(output, inputs, mode);
  }

  /** The same, freeing the graph. */
  public static List<Tensor> grad(Tensor output, List<Tensor> inputs) {
    return grad(output, inputs, GraphMode.FREE);
  }

  /** The gradient with respect to one tensor. */
  public static Tensor grad(Tensor output, Tensor input, GraphMode mode) {
    return grad(output, List.of(input), mode).get(0);
  }

  /** The same from an output of any shape, whose own gradient is given. */
  public static List<Tensor> grad(
      Tensor output, Tensor gradient, List<Tensor> inputs, GraphMode mode) {
    return BackwardWalk.grad(output, gradient, inputs, mode);
  }

  /**
   * Puts a gradient in the place of the one that is there, as {@code p.grad = g} does in PyTorch.
   *
   * @param leaf a tensor that wants a gradient and was not computed from others
   * @param gradient of its type; it shares its memory
   */
  public static void setGrad(Tensor leaf, Tensor gradient) {
    Operands.check("setGrad", gradient, leaf.device());
    if (!gradient.view().type().equals(leaf.view().type())
        || !(leaf.gradientTarget() instanceof GradientTarget.Leaf target)
        || !target.isWanted()) {
      throw new GradientException(
          "setGrad: takes a tensor that wants a gradient, was not computed from others, and a"
              + " gradient of its type; was given "
              + leaf.view().type()
              + " and "
              + gradient.view().type()
              + ".");
    }
    target.put(Scope.outside(gradient::detach));
  }

  // ---- hooks ----

  /**
   * A function that is called with a gradient ({@link Tensor#registerHook}), until it is closed.
   */
  public interface Hook extends AutoCloseable {
    /** Ends it. A second call does nothing. */
    @Override
    void close();
  }

  // ---- functions with a gradient of their own ----

  /**
   * A function of tensors whose gradient is given, not derived: PyTorch's {@code
   * torch.autograd.Function}. A function that is no more than an expression over elements is
   * simpler as an {@link dev.flambeau.op.Elementwise#of}.
   *
   * <pre>{@code
   * record Round() implements Autograd.Function { // straight through
   *   public List<Tensor> forward(List<Tensor> inputs) {
   *     return List.of(round(inputs.get(0)));
   *   }
   *
   *   public void backward(Autograd.Context context) {
   *     context.give(0, context.gradient(0));
   *   }
   * }
   * }</pre>
   */
  public interface Function {
    /** The outputs. Nothing in it is recorded for gradients. */
    List<Tensor> forward(List<Tensor> inputs);

    /**
     * Hands over the gradients of those inputs that need one. What it computes by ops on tensors of
     * the context can be differentiated again.
     */
    void backward(Context context);

    /** The name in messages. */
    default String name() {
      String name = getClass().getSimpleName();
      return name.isEmpty() ? "function" : name;
    }
  }

  /** What a {@link Function} sees on the way back. */
  public interface Context {
    /**
     * The input of this number, as it was given.
     *
     * @throws GradientException if it has been changed in place since
     */
    Tensor input(int number);

    /** The output of this number, as it was given; refused as {@link #input} is. */
    Tensor output(int number);

    /** Takes the gradient of an output: zeros if nothing depends on it. */
    Tensor gradient(int output);

    /** Whether the gradient of an input is wanted; what is not can be left out. */
    boolean needs(int input);

    /**
     * Hands over the gradient of an input.
     *
     * @throws GradientException if it is not of the input's type, or one is there
     */
    void give(int input, Tensor gradient);
  }

  /** The outputs of a function with a gradient of its own. */
  public static List<Tensor> apply(Function function, List<Tensor> inputs) {
    List<Tensor> given = List.copyOf(inputs);
    List<Tensor> outputs;
    try (NoGrad noGrad = new NoGrad();
        Scope scope = Scope.open()) {
      outputs = kept(scope, function.forward(given));
    }
    Tape.record(new Tape.Rule.OfFunction(function), given, outputs);
    return outputs;
  }

  /** The output of a function that has one. */
  public static Tensor apply(Function function, Tensor... inputs) {
    return apply(function, List.of(inputs)).get(0);
  }

  // ---- computing again in place of keeping ----

  /**
   * What a part of a network gives. Nothing of the part is kept for the way back: it is computed
   * again there, which takes its time once more and its memory at that moment alone. Values and
   * gradients have the same bits; gradients of gradients may add in another order. The part must do
   * the same again; what it changes, as a running mean, it leaves alone the second time: {@link
   * #isRecomputing}.
   *
   * @see "T. Chen, B. Xu, C. Zhang, C. Guestrin: Training Deep Nets with Sublinear Memory Cost,
   *     2016"
   */
  public static Tensor checkpoint(UnaryOperator<Tensor> part, Tensor input) {
    return checkpoint(() -> List.of(part.apply(input)), List.of(input)).get(0);
  }

  /** The same of a part that takes and gives several tensors. */
  public static List<Tensor> checkpoint(UnaryOperator<List<Tensor>> part, List<Tensor> inputs) {
    List<Tensor> given = List.copyOf(inputs);
    return checkpoint(() -> part.apply(given), given);
  }

  private static List<Tensor> checkpoint(Supplier<List<Tensor>> part, List<Tensor> inputs) {
    long first = Tape.now();
    Supplier<List<Tensor>> again = RandomState.repeatable(() -> recomputed(part));
    List<Tensor> given = new ArrayList<>(inputs);
    RandomState.currentKey().ifPresent(given::add);
    List<Tensor> operands;
    List<Tensor> outputs;
    try (Scope scope = Scope.open()) {
      List<Tensor> made = part.get();
      operands = Tape.operandsSince(first, scope, made, given);
      outputs = kept(scope, made);
    }
    Tape.record(new Tape.Rule.Recomputed(again), operands, outputs);
    return outputs;
  }

  private static final ThreadLocal<Integer> RECOMPUTING = ThreadLocal.withInitial(() -> 0);

  /**
   * Whether this thread computes a part of a {@link #checkpoint} again: a layer that keeps
   * something from step to step has done so already.
   */
  public static boolean isRecomputing() {
    return RECOMPUTING.get() > 0;
  }

  private static List<Tensor> recomputed(Supplier<List<Tensor>> part) {
    RECOMPUTING.set(RECOMPUTING.get() + 1);
    try {
      return part.get();
    } finally {
      RECOMPUTING.set(RECOMPUTING.get() - 1);
    }
  }

  /** Tensors of a scope that ends, for the one around it; without a history. */
  private static List<Tensor> kept(Scope scope, List<Tensor> tensors) {
    return tensors.stream().map(tensor -> scope.keep(tensor.detach())).toList();
  }

  // ---- without gradients ----

  /**
   * While it is open, its thread records nothing for gradients: {@link Tensor#noGrad}. Other
   * threads do, those of a parallel stream as well: each opens its own.
   */
  public static final class NoGrad implements AutoCloseable {
    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

    private final Thread thread = Thread.currentThread();
    private boolean closed;

    NoGrad() {
      DEPTH.set(DEPTH.get() + 1);
    }

    static boolean isOpen() {
      return DEPTH.get() > 0;
    }

    /** Runs code that records, whatever is open around it. */
    static <T> T lifted(Supplier<T> code) {
      int depth = DEPTH.get();
      DEPTH.set(0);
      try {
        return code.get();
      } finally {
        DEPTH.set(depth);
      }
    }

    /**
     * Ends it. A second call does nothing.
     *
     * @throws ScopeException on another thread than the one that began it
     */
    @Override
    public void close() {
      if (closed) {
        return;
      }
      if (thread != Thread.currentThread()) {
        throw new ScopeException(
            "noGrad() holds for the thread that began it, "
                + thread.getName()
                + ", and must be closed there, not on "
                + Thread.currentThread().getName()
                + ". Begin one on each thread.");
      }
      closed = true;
      DEPTH.set(DEPTH.get() - 1);
    }
  }
}
