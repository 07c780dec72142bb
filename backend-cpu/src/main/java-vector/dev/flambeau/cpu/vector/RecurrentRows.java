package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.op.Recurrent.Nonlinearity;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The rows of one tile on their way through all steps, with the scratch that this takes: first the
 * rows as a product's left operand, a constant apart, then its sums, then a value for each.
 *
 * @param weight the weights, packed as panels
 * @param hidden values of a row
 * @param array the scratch
 * @param rows how many of the tile's rows there are
 * @param batch how far a row is from the same one of the next step
 */
record RecurrentRows(float[] weight, int hidden, float[] array, int rows, int batch) {
  private static final int ROWS = ProductTile.ROWS;
  private static final int COLUMNS = ProductTile.COLUMNS;

  /** How much scratch a tile takes. */
  static int floats(int hidden) {
    return ROWS * LeftRows.APART + ROWS * stride(hidden) + ROWS * hidden;
  }

  private static int stride(int hidden) {
    return RightPanels.panels(hidden) * COLUMNS;
  }

  private int sums(int row) {
    return ROWS * LeftRows.APART + row * stride(hidden);
  }

  private int values(int row) {
    return sums(ROWS) + row * hidden;
  }

  /** The product of the rows, to where {@link #sums} says. */
  private void multiply() {
    int stride = stride(hidden);
    for (int column = 0; column < stride; column += COLUMNS) {
      int width = RightPanels.width(hidden, column);
      ProductTile.multiply(
          array,
          0,
          LeftRows.APART,
          weight,
          column * hidden,
          width,
          width,
          hidden,
          array,
          sums(0) + column,
          stride);
    }
  }

  void forward(Nonlinearity f, Matrix h0, Matrix bias, Matrix h, int first) {
    clearOperand();
    for (int i = 0; i < rows; i++) {
      System.arraycopy(h0.array(), h0.at(first + i, 0), array, i * LeftRows.APART, hidden);
    }
    int values = values(0);
    for (int step = first; step < h.rows(); step += batch) {
      multiply();
      for (int i = 0; i < rows; i++) {
        int at = h.at(step + i, 0);
        add(h.array(), at, array, sums(i), bias.array(), bias.at(0, 0), values(i), hidden);
      }
      if (f == Nonlinearity.TANH) {
        FunctionVector.tanh(array, values, array, values, rows * hidden);
      } else {
        UnaryVector.relu(array, values, array, values, rows * hidden);
      }
      for (int i = 0; i < rows; i++) {
        System.arraycopy(array, values(i), h.array(), h.at(step + i, 0), hidden);
        System.arraycopy(array, values(i), array, i * LeftRows.APART, hidden);
      }
    }
  }

  /** The rows that the tile lacks: the others are written before they are read. */
  private void clearOperand() {
    Arrays.fill(array, rows * LeftRows.APART, ROWS * LeftRows.APART, 0f);
  }

  /** {@code array[to] = h + (sums + bias)}; the sums lie in the same array. */
  private static void add(
      float[] h, int at, float[] array, int sums, float[] bias, int atBias, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector sum = Lanes.load(array, sums + i);
      FloatVector recurrent = sum.add(FloatVector.fromArray(Lanes.FLOATS, bias, atBias + i));
      Lanes.load(h, at + i).add(recurrent).intoArray(array, to + i);
    }
    for (int i = whole; i < count; i++) {
      array[to + i] = h[at + i] + (array[sums + i] + bias[atBias + i]);
    }
  }

  void backward(Nonlinearity f, Matrix g, Matrix h, Matrix carry, Matrix dz, int first) {
    clearOperand();
    // The last step has no carry; −0 changes nothing that it is added to.
    Arrays.fill(array, sums(0), sums(ROWS), -0f);
    for (int step = h.rows() - batch + first; step >= 0; step -= batch) {
      for (int i = 0; i < rows; i++) {
        int at = g.at(step + i, 0);
        int atH = h.at(step + i, 0);
        int to = i * LeftRows.APART;
        if (f == Nonlinearity.TANH) {
          deriveTanh(g.array(), at, array, sums(i), h.array(), atH, to, hidden);
        } else {
          deriveRelu(g.array(), at, array, sums(i), h.array(), atH, to, hidden);
        }
        System.arraycopy(array, to, dz.array(), dz.at(step + i, 0), hidden);
      }
      multiply();
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(array, sums(i), carry.array(), carry.at(first + i, 0), hidden);
    }
  }

  /** {@code array[to] = (g + carry) · (1 − y²)}; the carry lies in the same array. */
  private static void deriveTanh(
      float[] g, int at, float[] array, int carry, float[] h, int atH, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector above = Lanes.load(g, at + i);
      FloatVector dh = above.add(FloatVector.fromArray(Lanes.FLOATS, array, carry + i));
      FloatVector y = Lanes.load(h, atH + i);
      dh.mul(y.neg().fma(y, Lanes.ONE)).intoArray(array, to + i);
    }
    for (int i = whole; i < count; i++) {
      float y = h[atH + i];
      array[to + i] = (g[at + i] + array[carry + i]) * Fma.fma(-y, y, 1f);
    }
  }

  /** {@code array[to] = y > 0 ? g + carry : 0}; the carry lies in the same array. */
  private static void deriveRelu(
      float[] g, int at, float[] array, int carry, float[] h, int atH, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector above = Lanes.load(g, at + i);
      FloatVector dh = above.add(FloatVector.fromArray(Lanes.FLOATS, array, carry + i));
      FloatVector y = Lanes.load(h, atH + i);
      Lanes.ZERO.blend(dh, y.compare(VectorOperators.GT, 0f)).intoArray(array, to + i);
    }
    for (int i = whole; i < count; i++) {
      array[to + i] = h[atH + i] > 0 ? g[at + i] + array[carry + i] : 0f;
    }
  }
}
