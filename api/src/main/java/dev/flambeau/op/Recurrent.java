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
      Shape shape = infer(inputs).get(0).shape();
      return Optional.of(Graph.of(inputs, x -> List.of(of(x, shape))));
    }

    private Value of(List<Value> inputs, Shape shape) {
      Value hidden = inputs.get(0);
      if (shape.size(0) == 0) {
        return hidden.constant(0, shape);
      }
      // The projections of all steps are one product: a row has the same bits in any batch.
      Value projected = inputs.get(1).linear(inputs.get(2), inputs.get(4));
      List<Value> steps = new ArrayList<>();
      for (int t = 0; t < shape.size(0); t++) {
        Value z = step(projected, t).add(hidden.linear(inputs.get(3), inputs.get(5)));
        hidden = nonlinearity == Nonlinearity.TANH ? z.tanh() : z.relu();
        steps.add(hidden);
      }
      return Value.concat(0, steps).reshape(shape);
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
      return Optional.of(
          Graph.of(inputs, x -> inputs.get(1).shape().size(0) == 0 ? zeros(x) : of(x)));
    }

    private List<Value> of(List<Value> inputs) {
      Value output = inputs.get(1);
      Shape shape = output.shape();
      List<Value> gradients = new ArrayList<>();
      Value carry = null;
      for (int t = shape.size(0) - 1; t >= 0; t--) {
        Value above = step(inputs.get(0), t);
        Value dz = derivative(carry == null ? above : above.add(carry), step(output, t));
        gradients.add(dz);
        carry = dz.matmul(inputs.get(5), false, false);
      }
      Collections.reverse(gradients);
      int rows = shape.size(0) * shape.size(1);
      Value dz = Value.concat(0, gradients).reshape(Shape.of(rows, shape.size(2)));
      Value x = inputs.get(3);
      Value inputRows = x.reshape(Shape.of(rows, x.shape().size(2)));
      Value ones = x.constant(1, Shape.of(rows, 1));
      Value bias = ones.matmul(dz, true, false).reshape(Shape.of(shape.size(2)));
      return List.of(
          carry,
          dz.reshape(shape),
          dz.matmul(inputRows, true, false),
          dz.matmul(previous(inputs.get(2), output, rows), true, false),
          bias,
          bias);
    }

    /** {@code dh · f′(z)}, by the output h = f(z): 1 − h² in one rounding, or whether h > 0. */
    private Value derivative(Value dh, Value h) {
      return nonlinearity == Nonlinearity.RELU
          ? h.gt(0).where(dh, 0)
          : dh.mul(h.neg().fma(h, h.constant(1)));
    }

    /** The h that each step began with: h0, then every output but the last. */
    private static Value previous(Value h0, Value output, int rows) {
      Shape shape = output.shape();
      Value first = h0.reshape(shape.with(0, 1));
      Value others = output.slice(0, 0, shape.size(0) - 1);
      return Value.concat(0, List.of(first, others)).reshape(Shape.of(rows, shape.size(2)));
    }

    private List<Value> zeros(List<Value> inputs) {
      return infer(inputs.stream().map(Value::type).toList()).stream()
          .map(type -> inputs.get(0).constant(0, type.shape()))
          .toList();
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

  private static Value step(Value sequence, int t) {
    return sequence.slice(0, t, t + 1).reshape(sequence.shape().slice(1, 3));
  }
}
