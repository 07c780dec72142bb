package dev.flambeau.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One optimizer step for one parameter.
 *
 * <p>The first inputs are the parameter and its state, the outputs their new values in the same
 * order, and lie where their inputs lie. Numbers that change from step to step are inputs, so that
 * a step can be recorded; those that do not are attributes.
 */
public sealed interface OptimizerUpdate extends Op {

  /** State smaller than this in magnitude is stored as +0: numerics.md, "Optimizer state". */
  double SMALLEST_STATE = 0x1p-100;

  /** How many tensors an update changes: the parameter, then its state. */
  int states();

  /** How many numbers change from step to step. */
  int scalars();

  /**
   * Stochastic gradient descent with momentum, as PyTorch has it.
   *
   * <p>Inputs: parameter p, the momentum buffer b if {@code momentum} is not 0, gradient g, and
   * {@code (1)} holding the learning rate. {@code g' = fma(weightDecay, p, g)}, {@code b' = fma(
   * momentum, b, g')}, {@code p' = fma(−lr, b', p)}; without momentum b' is g', without weight
   * decay g' is g.
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
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Graph.Builder graph = Graph.over(inputs);
      DType dtype = inputs.get(0).dtype();
      Graph.Value p = graph.input(0);
      Graph.Value g = decayed(graph, weightDecay, p, graph.input(states()));
      Graph.Value rate = scalar(graph, graph.input(states() + 1), 0);
      Graph.Value step = g;
      if (momentum != 0) {
        Graph.Value rough =
            graph.add(new Ternary.Fma(), graph.constant(dtype, momentum), graph.input(1), g);
        step = withoutSubnormals(graph, rough);
      }
      Graph.Value moved = graph.add(new Ternary.Fma(), graph.add(new Unary.Neg(), rate), step, p);
      return Optional.of(momentum == 0 ? graph.build(moved) : graph.build(moved, step));
    }
  }

  /**
   * Adam (D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015), as PyTorch has
   * it.
   *
   * <p>Inputs: parameter p, first moment m, second moment v, gradient g, and {@code (2)} holding
   * the step size {@code lr / (1 − β₁ᵗ)} and the correction {@code √(1 − β₂ᵗ)}. {@code g' =
   * fma(weightDecay, p, g)}, {@code m' = fma(β₁, m, (1 − β₁)·g')}, {@code v' = fma(β₂, v, (1 −
   * β₂)·(g' · g'))}, {@code p' = fma(−stepSize, m' / (√v' / correction + ε), p)}. 1 − β is computed
   * in float32.
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
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Graph.Builder graph = Graph.over(inputs);
      DType dtype = inputs.get(0).dtype();
      Graph.Value p = graph.input(0);
      Graph.Value g = decayed(graph, weightDecay, p, graph.input(3));
      Graph.Value m = average(graph, beta1, graph.input(1), g);
      Graph.Value v = average(graph, beta2, graph.input(2), graph.add(new Binary.Mul(), g, g));
      Graph.Value root = graph.add(new Unary.Sqrt(), v);
      Graph.Value corrected = graph.add(new Binary.Div(), root, scalar(graph, graph.input(4), 1));
      Graph.Value denominator =
          graph.add(new Binary.Add(), corrected, graph.constant(dtype, epsilon));
      Graph.Value direction = graph.add(new Binary.Div(), m, denominator);
      Graph.Value stepSize = scalar(graph, graph.input(4), 0);
      Graph.Value moved =
          graph.add(new Ternary.Fma(), graph.add(new Unary.Neg(), stepSize), direction, p);
      return Optional.of(graph.build(moved, m, v));
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
    int states = states();
    Check.count(this, inputs, states + 2);
    Check.floating(this, inputs);
    TensorType parameter = inputs.get(0);
    List<TensorType> outputs = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      Check.shape(this, "state " + i, inputs.get(i), parameter.shape());
      outputs.add(parameter);
    }
    Check.shape(this, "the gradient", inputs.get(states), parameter.shape());
    Check.shape(this, "the scalars", inputs.get(states + 1), Shape.of(scalars()));
    return outputs;
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
