package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.op.Recurrent.Nonlinearity;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The rows of one tile on their way through all steps, with the scratch that this takes: first the
 * rows as a product's left operand, then its sums.
 *
 * @param rows how many of the tile's rows there are
 * @param batch how far a row is from the same one of the next step
 */
record RecurrentRows(RightPanels weight, float[] array, int rows, int batch) {
  private static final int ROWS = ProductTile.ROWS;
  private static final int APART = LeftRows.APART;

  /** How much scratch a tile takes. */
  static int floats(int hidden) {
    return ROWS * APART + ROWS * stride(hidden);
  }

  private static int stride(int hidden) {
    return RightPanels.panels(hidden) * ProductTile.COLUMNS;
  }

  private int hidden() {
    return weight.depth();
  }

  private int operand(int row) {
    return row * APART;
  }

  private int sums(int row) {
    return ROWS * APART + row * stride(hidden());
  }

  /** The product of the rows, from where {@link #operand} says to where {@link #sums} does. */
  private void multiply() {
    for (int panel = 0; panel < RightPanels.panels(hidden()); panel++) {
      ProductTile.multiply(
          array,
          operand(0),
          weight.array(),
          weight.at(panel),
          hidden(),
          array,
          sums(0) + panel * ProductTile.COLUMNS,
          stride(hidden()));
    }
  }

  void forward(Nonlinearity f, Matrix h0, Matrix bias, Matrix h, int first) {
    clearOperand();
    for (int i = 0; i < rows; i++) {
      System.arraycopy(h0.array(), h0.at(first + i, 0), array, operand(i), hidden());
    }
    for (int step = first; step < h.rows(); step += batch) {
      multiply();
      for (int i = 0; i < rows; i++) {
        int to = h.at(step + i, 0);
        activate(f, bias, h.array(), to, sums(i));
        System.arraycopy(h.array(), to, array, operand(i), hidden());
      }
    }
  }

  private void clearOperand() {
    Arrays.fill(array, 0, ROWS * APART, 0f);
  }

  /** {@code h = f(h + (sums + bias))} for one row. */
  private void activate(Nonlinearity f, Matrix bias, float[] h, int to, int sums) {
    int at = bias.at(0, 0);
    BinaryVector.add(array, sums, 1, bias.array(), at, 1, array, sums, hidden());
    BinaryVector.add(h, to, 1, array, sums, 1, h, to, hidden());
    if (f == Nonlinearity.TANH) {
      FunctionVector.tanh(h, to, h, to, hidden());
    } else {
      UnaryVector.relu(h, to, h, to, hidden());
    }
  }

  void backward(Nonlinearity f, Matrix g, Matrix h, Matrix carry, Matrix dz, int first) {
    clearOperand();
    for (int step = h.rows() - batch + first; step >= 0; step -= batch) {
      boolean isLast = step + batch >= h.rows();
      for (int i = 0; i < rows; i++) {
        int row = step + i;
        int to = operand(i);
        System.arraycopy(g.array(), g.at(row, 0), array, to, hidden());
        if (!isLast) {
          BinaryVector.add(array, to, 1, array, sums(i), 1, array, to, hidden());
        }
        derive(f == Nonlinearity.TANH, h.array(), h.at(row, 0), to);
        System.arraycopy(array, to, dz.array(), dz.at(row, 0), hidden());
      }
      multiply();
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(array, sums(i), carry.array(), carry.at(first + i, 0), hidden());
    }
  }

  /** {@code dh · f′}, f′ by the output; what follows the row is scratch, and may change too. */
  private void derive(boolean isTanh, float[] h, int at, int to) {
    int whole = Lanes.FLOATS.loopBound(hidden());
    derive(isTanh, h, at, array, to, whole);
    if (whole < hidden()) {
      float[] rest = new float[Lanes.COUNT];
      System.arraycopy(h, at + whole, rest, 0, hidden() - whole);
      derive(isTanh, rest, 0, array, to + whole, Lanes.COUNT);
    }
  }

  private static void derive(boolean isTanh, float[] h, int at, float[] dh, int to, int count) {
    if (isTanh) {
      deriveTanh(h, at, dh, to, count);
    } else {
      deriveRelu(h, at, dh, to, count);
    }
  }

  private static void deriveTanh(float[] h, int at, float[] dh, int to, int count) {
    FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector y = FloatVector.fromArray(Lanes.FLOATS, h, at + i);
      FloatVector above = FloatVector.fromArray(Lanes.FLOATS, dh, to + i);
      above.mul(y.neg().fma(y, one)).intoArray(dh, to + i);
    }
  }

  private static void deriveRelu(float[] h, int at, float[] dh, int to, int count) {
    FloatVector zero = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector y = FloatVector.fromArray(Lanes.FLOATS, h, at + i);
      FloatVector above = FloatVector.fromArray(Lanes.FLOATS, dh, to + i);
      zero.blend(above, y.compare(VectorOperators.GT, 0f)).intoArray(dh, to + i);
    }
  }
}
