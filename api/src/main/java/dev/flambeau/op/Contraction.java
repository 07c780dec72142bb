package dev.flambeau.op;

import java.util.List;
import java.util.Optional;

/** Sums of products over a shared axis; their order is numerics.md's, "Contractions". */
public sealed interface Contraction extends Op
    permits Contraction.MatMul, Contraction.Linear, Convolution {
  /** How many k are one chain. */
  int LEAF = 1024;

  /** How many operands it has. */
  int operands();

  /**
   * The matrix product of {@code (…, M, K)} and {@code (…, K, N)}, leading sizes broadcast.
   *
   * @param transposeA whether the left operand lies as {@code (…, K, M)}
   * @param transposeB whether the right operand lies as {@code (…, N, K)}
   */
  record MatMul(boolean transposeA, boolean transposeB) implements Contraction {
    @Override
    public int operands() {
      return 2;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      Check.floating(this, inputs);
      Shape left = inputs.get(0).shape();
      Shape right = inputs.get(1).shape();
      if (left.rank() < 2 || right.rank() < 2) {
        throw new ShapeMismatchException(
            "matmul: takes matrices, was given "
                + left
                + " and "
                + right
                + ". Reshape a vector to (1, n) or (n, 1).");
      }
      int inner = left.size(transposeA ? -2 : -1);
      if (inner != right.size(transposeB ? -1 : -2)) {
        throw new ShapeMismatchException(innerSizes(left, right));
      }
      Shape lead =
          Check.broadcast(
              this, left.slice(0, left.rank() - 2), right.slice(0, right.rank() - 2), inputs);
      int rows = left.size(transposeA ? -1 : -2);
      int columns = right.size(transposeB ? -2 : -1);
      return List.of(inputs.get(0).with(lead.append(rows, columns)));
    }

    private String innerSizes(Shape left, Shape right) {
      int a = left.size(transposeA ? -2 : -1);
      int b = right.size(transposeB ? -1 : -2);
      int other = right.size(transposeB ? -2 : -1);
      String way =
          a == other
              ? " With transposeB = " + !transposeB + " that would be " + a + " and " + other + "."
              : "";
      return "matmul: inner sizes differ, "
          + a
          + " and "
          + b
          + ": left "
          + left
          + (transposeA ? " transposed" : "")
          + ", right "
          + right
          + (transposeB ? " transposed" : "")
          + ". The left's last size must equal the right's second to last."
          + way;
    }
  }

  /**
   * {@code x · weightᵀ + bias}: inputs {@code (…, in)}, {@code (out, in)} and {@code (out)}, output
   * {@code (…, out)}. The bias is added last.
   */
  record Linear() implements Contraction {
    @Override
    public int operands() {
      return 3;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 3);
      Check.floating(this, inputs);
      Shape x = inputs.get(0).shape();
      Shape weight = inputs.get(1).shape();
      Check.rank(this, "the weight", inputs.get(1), 2);
      if (x.rank() == 0 || x.size(-1) != weight.size(1)) {
        throw new ShapeMismatchException(
            "linear: the input's last size must be the layer's "
                + weight.size(1)
                + " inputs, was given "
                + x
                + " for a weight of "
                + weight);
      }
      Check.shape(this, "the bias", inputs.get(2), Shape.of(weight.size(0)));
      return List.of(inputs.get(0).with(x.with(-1, weight.size(0))));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Shape out = infer(inputs).get(0).shape();
      return Optional.of(
          Graph.of(inputs, x -> List.of(of(x.get(0), x.get(1), x.get(2)).reshape(out))));
    }

    private static Value of(Value x, Value weight, Value bias) {
      Shape shape = x.shape();
      Value rows = x.reshape(Shape.of(shape.elements(0, shape.rank() - 1), shape.size(-1)));
      return rows.matmul(weight, false, true).add(bias);
    }
  }
}
