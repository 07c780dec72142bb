package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One optimizer step for some parameters, each by itself.
 *
 * <p>The first inputs are each parameter and its state, one parameter after the other; then come
 * the gradients, and the numbers that change from step to step, which are inputs so that a step can
 * be recorded. Those that do not change are attributes. The outputs are the new values of
 * parameters and states in the same order, and lie where their inputs lie.
 */
public sealed interface OptimizerUpdate extends Op {

  /** State smaller than this in magnitude is stored as +0: numerics.md, "Optimizer state". */
  double SMALLEST_STATE = 0x1p-100;

  /** How many tensors an update changes for each parameter: itself, then its state. */
  int states();

  /** How many numbers change from step to step. */
  int scalars();

  /**
   * The expression of one parameter's step: its new value, then its new state.
   *
   * @param operands the parameter, its state, its gradient
   * @param scalars the numbers that change from step to step
   */
  List<Value> step(List<Value> operands, List<Value> scalars);

  /** One parameter's step as one op over parameter, state, gradient and each number. */
  default Fused rule(TensorType parameter) {
    List<TensorType> inputs = new ArrayList<>(Collections.nCopies(states() + 1, parameter));
    inputs.addAll(Collections.nCopies(scalars(), parameter.with(Shape.SCALAR)));
    int numbers = states() + 1;
    return new Fused(
        Graph.of(inputs, x -> step(x.subList(0, numbers), x.subList(numbers, inputs.size()))));
  }

  @Override
  default OptionalInt inPlaceOf(int output) {
    return OptionalInt.of(output);
  }

  /** How many parameters there are among so many inputs. */
  default int parameters(int inputs) {
    return (inputs - 1) / (states() + 1);
  }

  /** Of all inputs those of each parameter: itself, its state, its gradient. */
  default <T> List<List<T>> operands(List<T> inputs) {
    int parameters = parameters(inputs.size());
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      List<T> operands = new ArrayList<>(inputs.subList(i * states(), (i + 1) * states()));
      operands.add(inputs.get(parameters * states() + i));
      all.add(operands);
    }
    return all;
  }

  /**
   * Stochastic gradient descent with momentum, as PyTorch has it.
   *
   * <p>Inputs: each parameter p, and its momentum buffer b if {@code momentum} is not 0; each
   * gradient g; and {@code (1)} holding the learning rate. {@code g' = fma(weightDecay, p, g)},
   * {@code b' = fma( momentum, b, g')}, {@code p' = fma(−lr, b', p)}; without momentum b' is g',
   * without weight decay g' is g.
   */
  record SgdUpdate(float momentum, float weightDecay) implements OptimizerUpdate {
    @Override
    public int states() {
      return momentum == 0 ? 1 : 2;
    }

    @Override
    public int scalars() {
      return 1;
    }

    @Override
    public List<Value> step(List<Value> operands, List<Value> scalars) {
      Value p = operands.get(0);
      Value g = decayed(weightDecay, p, operands.get(states()));
      Value back = scalars.get(0).neg();
      if (momentum == 0) {
        return List.of(back.fma(g, p));
      }
      Value buffer = withoutSubnormals(p.constant(momentum).fma(operands.get(1), g));
      return List.of(back.fma(buffer, p), buffer);
    }
  }

  /**
   * Adam (D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015), as PyTorch has
   * it.
   *
   * <p>Inputs: each parameter p, its first moment m and second moment v; each gradient g; and
   * {@code (2)} holding the step size {@code lr / (1 − β₁ᵗ)} and the correction {@code √(1 − β₂ᵗ)}.
   * {@code g' = fma(weightDecay, p, g)}, {@code m' = fma(β₁, m, (1 − β₁)·g')}, {@code v' = fma(β₂,
   * v, (1 − β₂)·(g' · g'))}, {@code p' = fma(−stepSize, m' / (√v' / correction + ε), p)}. 1 − β is
   * computed in float32.
   */
  record AdamUpdate(float beta1, float beta2, float epsilon, float weightDecay)
      implements OptimizerUpdate {
    @Override
    public int states() {
      return 3;
    }

    @Override
    public int scalars() {
      return 2;
    }

    @Override
    public List<Value> step(List<Value> operands, List<Value> scalars) {
      Value p = operands.get(0);
      Value g = decayed(weightDecay, p, operands.get(3));
      Value m = average(beta1, operands.get(1), g);
      Value v = average(beta2, operands.get(2), g.mul(g));
      Value denominator = v.sqrt().div(scalars.get(1)).add(epsilon);
      return List.of(scalars.get(0).neg().fma(m.div(denominator), p), m, v);
    }

    /** {@code fma(β, old, (1 − β)·fresh)}, without what is too small. */
    private static Value average(float beta, Value old, Value fresh) {
      Value part = old.constant(1 - beta).mul(fresh);
      return withoutSubnormals(old.constant(beta).fma(old, part));
    }
  }

  /**
   * The values of another tensor, as they are: how a step that is captured sets what a layer keeps.
   *
   * <p>Inputs: each tensor p, then each g of its shape, and {@code (0)}; {@code p' = g}.
   */
  record AssignUpdate() implements OptimizerUpdate {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public int scalars() {
      return 0;
    }

    @Override
    public List<Value> step(List<Value> operands, List<Value> scalars) {
      return List.of(operands.get(1).expand(operands.get(0).shape()));
    }
  }

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    int parameters = parameters(inputs.size());
    Check.count(this, inputs, Math.max(parameters, 1) * (states() + 1) + 1);
    Check.floating(this, inputs);
    for (List<TensorType> operands : operands(inputs)) {
      Shape shape = operands.get(0).shape();
      for (int state = 1; state < states(); state++) {
        Check.shape(this, "state " + state, operands.get(state), shape);
      }
      Check.shape(this, "the gradient", operands.get(states()), shape);
    }
    Check.shape(this, "the scalars", inputs.get(inputs.size() - 1), Shape.of(scalars()));
    return List.copyOf(inputs.subList(0, parameters * states()));
  }

  @Override
  default Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(Graph.of(inputs, this::steps));
  }

  private List<Value> steps(List<Value> inputs) {
    Value all = inputs.get(inputs.size() - 1);
    List<Value> scalars =
        IntStream.range(0, scalars())
            .mapToObj(i -> all.slice(0, i, i + 1).reshape(Shape.SCALAR))
            .toList();
    List<Value> outputs = new ArrayList<>();
    operands(inputs).forEach(operands -> outputs.addAll(step(operands, scalars)));
    return outputs;
  }

  private static Value decayed(float weightDecay, Value p, Value g) {
    return weightDecay == 0 ? g : p.constant(weightDecay).fma(p, g);
  }

  private static Value withoutSubnormals(Value x) {
    return x.abs().lt(SMALLEST_STATE).where(0, x);
  }
}
