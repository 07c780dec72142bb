package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A simple recurrent layer over a whole sequence, fused, and its gradient through time (J. L.
 * Elman, Finding Structure in Time, 1990).
 *
 * <p>T steps, N sequences, C inputs and H hidden values a step; time is the first axis.
 */
public sealed interface Recurrent extends Op {

  /** What a step ends with. */
  enum Nonlinearity {
    TANH,
    RELU
  }

  Nonlinearity nonlinearity();

  /**
   * {@code h[t] = f((x[t]·W_ihᵀ + b_ih) + (h[t−1]·W_hhᵀ + b_hh))}.
   *
   * <p>Inputs: h0 {@code (N, H)}, x {@code (T, N, C)}, W_ih {@code (H, C)}, W_hh {@code (H, H)},
   * b_ih {@code (H)}, b_hh {@code (H)}. Output: every h, {@code (T, N, H)}.
   */
  record Rnn(Nonlinearity nonlinearity) implements Recurrent {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 6);
      Check.floating(this, inputs);
      int hidden = checkSequence(this, inputs.subList(0, 4));
      Check.shape(this, "biasIh", inputs.get(4), Shape.of(hidden));
      Check.shape(this, "biasHh", inputs.get(5), Shape.of(hidden));
      return List.of(inputs.get(1).with(inputs.get(1).shape().with(2, hidden)));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      TensorType output = infer(inputs).get(0);
      Shape shape = output.shape();
      Graph.Builder graph = Graph.over(inputs);
      if (shape.size(0) == 0) {
        return Optional.of(graph.build(graph.add(new Fill(output.dtype(), shape, 0))));
      }
      Contraction.Linear linear = new Contraction.Linear();
      // The projections of all steps are one product: a row has the same bits in any batch.
      Graph.Value projected = graph.add(linear, graph.input(1), graph.input(2), graph.input(4));
      Graph.Value hidden = graph.input(0);
      List<Graph.Value> steps = new ArrayList<>();
      for (int t = 0; t < shape.size(0); t++) {
        Graph.Value recurrent = graph.add(linear, hidden, graph.input(3), graph.input(5));
        Graph.Value z = graph.add(new Binary.Add(), step(graph, projected, t), recurrent);
        hidden =
            graph.add(nonlinearity == Nonlinearity.TANH ? new Unary.Tanh() : new Unary.Relu(), z);
        steps.add(hidden);
      }
      return Optional.of(graph.build(stack(graph, steps, shape)));
    }
  }

  /**
   * Inputs: the gradient {@code (T, N, H)} of the output, the output, then Rnn's first four inputs.
   * Outputs: the gradients of h0, of z {@code (T, N, H)}, what f was taken of, and of W_ih, W_hh,
   * b_ih and b_hh. That of x is {@code dz·W_ih}, for who wants it.
   *
   * <p>Each weight's gradient is one contraction over k = (t, n), t major, ascending.
   */
  record RnnGradient(Nonlinearity nonlinearity) implements Recurrent {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 6);
      Check.floating(this, inputs);
      List<TensorType> forward = inputs.subList(2, 6);
      int hidden = checkSequence(this, forward);
      Shape output = forward.get(1).shape().with(2, hidden);
      Check.shape(this, "the output's gradient", inputs.get(0), output);
      Check.shape(this, "the output", inputs.get(1), output);
      TensorType bias = inputs.get(0).with(Shape.of(hidden));
      List<TensorType> outputs = new ArrayList<>(forward);
      outputs.set(1, inputs.get(0));
      outputs.add(bias);
      outputs.add(bias);
      return outputs;
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Graph.Builder graph = Graph.over(inputs);
      Graph.Value h0 = graph.input(2);
      Graph.Value x = graph.input(3);
      Shape shape = inputs.get(1).shape();
      int steps = shape.size(0);
      if (steps == 0) {
        return Optional.of(graph.build(zeros(graph, infer(inputs))));
      }
      List<Graph.Value> gradients = new ArrayList<>();
      Graph.Value carry = null;
      for (int t = steps - 1; t >= 0; t--) {
        Graph.Value above = step(graph, graph.input(0), t);
        Graph.Value dh = carry == null ? above : graph.add(new Binary.Add(), above, carry);
        Graph.Value dz = derivative(graph, dh, step(graph, graph.input(1), t));
        gradients.add(dz);
        carry = graph.add(new Contraction.MatMul(false, false), dz, graph.input(5));
      }
      Collections.reverse(gradients);
      int rows = steps * shape.size(1);
      Graph.Value dz = stack(graph, gradients, Shape.of(rows, shape.size(2)));
      Graph.Value inputRows =
          graph.add(new Movement.Reshape(Shape.of(rows, x.type().shape().size(2))), x);
      Contraction.MatMul overRows = new Contraction.MatMul(true, false);
      Graph.Value ones = graph.add(new Fill(x.type().dtype(), Shape.of(rows, 1), 1));
      Graph.Value bias =
          graph.add(new Movement.Reshape(Shape.of(shape.size(2))), graph.add(overRows, ones, dz));
      return Optional.of(
          graph.build(
              carry,
              graph.add(new Movement.Reshape(shape), dz),
              graph.add(overRows, dz, inputRows),
              graph.add(overRows, dz, previous(graph, h0, shape, rows)),
              bias,
              bias));
    }

    /** {@code dh · f′(z)}, by the output h = f(z): 1 − h² in one rounding, or whether h > 0. */
    private Graph.Value derivative(Graph.Builder graph, Graph.Value dh, Graph.Value h) {
      DType dtype = h.type().dtype();
      if (nonlinearity == Nonlinearity.RELU) {
        Graph.Value zero = graph.constant(dtype, 0);
        Graph.Value positive = graph.add(new Compare.Less(), zero, h);
        return graph.add(new Ternary.Where(), positive, dh, zero);
      }
      Graph.Value slope =
          graph.add(new Ternary.Fma(), graph.add(new Unary.Neg(), h), h, graph.constant(dtype, 1));
      return graph.add(new Binary.Mul(), dh, slope);
    }

    /** The h that each step began with: h0, then every output but the last. */
    private static Graph.Value previous(
        Graph.Builder graph, Graph.Value h0, Shape shape, int rows) {
      Graph.Value first = graph.add(new Movement.Reshape(shape.with(0, 1)), h0);
      Graph.Value others = graph.add(new Movement.Slice(0, 0, shape.size(0) - 1), graph.input(1));
      Graph.Value all = graph.add(new Movement.Concat(0), first, others);
      return graph.add(new Movement.Reshape(Shape.of(rows, shape.size(2))), all);
    }

    private static Graph.Value[] zeros(Graph.Builder graph, List<TensorType> types) {
      return types.stream()
          .map(type -> graph.add(new Fill(type.dtype(), type.shape(), 0)))
          .toArray(Graph.Value[]::new);
    }
  }

  /** Checks h0, x, weightIh and weightHh against each other; gives H. */
  private static int checkSequence(Recurrent op, List<TensorType> inputs) {
    Check.rank(op, "x (T, N, C)", inputs.get(1), 3);
    Check.rank(op, "weightIh (H, C)", inputs.get(2), 2);
    Shape x = inputs.get(1).shape();
    int hidden = inputs.get(2).shape().size(0);
    Check.shape(op, "h0 (N, H)", inputs.get(0), Shape.of(x.size(1), hidden));
    Check.shape(op, "weightIh (H, C)", inputs.get(2), Shape.of(hidden, x.size(2)));
    Check.shape(op, "weightHh (H, H)", inputs.get(3), Shape.of(hidden, hidden));
    return hidden;
  }

  private static Graph.Value step(Graph.Builder graph, Graph.Value sequence, int t) {
    Graph.Value slice = graph.add(new Movement.Slice(0, t, t + 1), sequence);
    Shape shape = sequence.type().shape();
    return graph.add(new Movement.Reshape(shape.slice(1, 3)), slice);
  }

  private static Graph.Value stack(Graph.Builder graph, List<Graph.Value> steps, Shape shape) {
    Graph.Value all = graph.add(new Movement.Concat(0), steps.toArray(Graph.Value[]::new));
    return graph.add(new Movement.Reshape(shape), all);
  }
}
