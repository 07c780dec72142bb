package dev.flambeau.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** Adds the step of one parameter: its new value, then its new state. */
  List<Graph.Value> step(Graph.Builder graph, List<Graph.Value> operands, Graph.Value scalars);

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
    public List<Graph.Value> step(
        Graph.Builder graph, List<Graph.Value> operands, Graph.Value scalars) {
      Graph.Value p = operands.get(0);
      Graph.Value g = decayed(graph, weightDecay, p, operands.get(states()));
      Graph.Value back = graph.add(new Unary.Neg(), scalar(graph, scalars, 0));
      if (momentum == 0) {
        return List.of(graph.add(new Ternary.Fma(), back, g, p));
      }
      Graph.Value factor = graph.constant(p.type().dtype(), momentum);
      Graph.Value rough = graph.add(new Ternary.Fma(), factor, operands.get(1), g);
      Graph.Value buffer = withoutSubnormals(graph, rough);
      return List.of(graph.add(new Ternary.Fma(), back, buffer, p), buffer);
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
    public List<Graph.Value> step(
        Graph.Builder graph, List<Graph.Value> operands, Graph.Value scalars) {
      Graph.Value p = operands.get(0);
      Graph.Value g = decayed(graph, weightDecay, p, operands.get(3));
      Graph.Value m = average(graph, beta1, operands.get(1), g);
      Graph.Value v = average(graph, beta2, operands.get(2), graph.add(new Binary.Mul(), g, g));
      Graph.Value root = graph.add(new Unary.Sqrt(), v);
      Graph.Value corrected = graph.add(new Binary.Div(), root, scalar(graph, scalars, 1));
      Graph.Value denominator =
          graph.add(new Binary.Add(), corrected, graph.constant(p.type().dtype(), epsilon));
      Graph.Value direction = graph.add(new Binary.Div(), m, denominator);
      Graph.Value back = graph.add(new Unary.Neg(), scalar(graph, scalars, 0));
      return List.of(graph.add(new Ternary.Fma(), back, direction, p), m, v);
    }

    /** {@code fma(β, old, (1 − β)·fresh)}, without what is too small. */
    private static Graph.Value average(
        Graph.Builder graph, float beta, Graph.Value old, Graph.Value fresh) {
      DType dtype = old.type().dtype();
      Graph.Value part = graph.add(new Binary.Mul(), graph.constant(dtype, 1 - beta), fresh);
      Graph.Value mixed = graph.add(new Ternary.Fma(), graph.constant(dtype, beta), old, part);
      return withoutSubnormals(graph, mixed);
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
    Graph.Builder graph = Graph.over(inputs);
    List<Graph.Value> values = IntStream.range(0, inputs.size()).mapToObj(graph::input).toList();
    Graph.Value scalars = values.get(values.size() - 1);
    List<Graph.Value> outputs = new ArrayList<>();
    operands(values).forEach(operands -> outputs.addAll(step(graph, operands, scalars)));
    return Optional.of(graph.build(outputs.toArray(Graph.Value[]::new)));
  }

  private static Graph.Value decayed(
      Graph.Builder graph, float weightDecay, Graph.Value p, Graph.Value g) {
    return weightDecay == 0
        ? g
        : graph.add(new Ternary.Fma(), graph.constant(p.type().dtype(), weightDecay), p, g);
  }

  private static Graph.Value scalar(Graph.Builder graph, Graph.Value scalars, int index) {
    Graph.Value one = graph.add(new Movement.Slice(0, index, index + 1), scalars);
    return graph.add(new Movement.Reshape(Shape.SCALAR), one);
  }

  private static Graph.Value withoutSubnormals(Graph.Builder graph, Graph.Value x) {
    DType dtype = x.type().dtype();
    Graph.Value below = graph.add(new Compare.Less(), x, graph.constant(dtype, SMALLEST_STATE));
    Graph.Value above = graph.add(new Compare.Less(), graph.constant(dtype, -SMALLEST_STATE), x);
    Graph.Value inner = graph.add(new Ternary.Where(), above, graph.constant(dtype, 0), x);
    return graph.add(new Ternary.Where(), below, inner, x);
  }
}
