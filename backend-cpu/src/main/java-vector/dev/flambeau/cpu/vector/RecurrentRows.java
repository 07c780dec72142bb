package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.op.Recurrent.Nonlinearity;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The rows of one tile on their way through all steps, with the scratch that this takes: the rows
 * as a product's left operand, a constant apart, where they cannot be read in place, then its sums.
 *
 * @param weight the weights, packed as panels
 * @param hidden values of a row
 * @param scratch as many floats as {@link #floats} says
 * @param rows how many of the tile's rows there are
 * @param batch how far a row is from the same one of the next step
 */
record RecurrentRows(float[] weight, int hidden, float[] scratch, int rows, int batch) {
  private static final int ROWS = ProductTile.ROWS;
  private static final int COLUMNS = ProductTile.COLUMNS;
  private static final int SUMS = ROWS * LeftRows.APART;

  /** How much scratch a tile takes. */
  static int floats(int hidden) {
    return SUMS + ROWS * stride(hidden);
  }

  private static int stride(int hidden) {
    return RightPanels.panels(hidden) * COLUMNS;
  }

  void forward(Nonlinearity f, Matrix h0, Matrix bias, Matrix h, int first) {
    clearOperand();
    multiply(h0, first);
    for (int step = first; step < h.rows(); step += batch) {
      int at = h.at(step, 0);
      int stride = stride(hidden);
      add(scratch, SUMS, stride, bias.array(), bias.offset(), h.array(), at, rows, hidden);
      if (f == Nonlinearity.TANH) {
        FunctionVector.tanh(h.array(), at, h.array(), at, rows * hidden);
      } else {
        UnaryVector.relu(h.array(), at, h.array(), at, rows * hidden);
      }
      if (step + batch < h.rows()) {
        multiply(h, step);
      }
    }
  }

  void backward(Nonlinearity f, Matrix g, Matrix h, Matrix carry, Matrix dz, int first) {
    clearOperand();
    // The last step has no carry; −0 changes nothing that it is added to.
    Arrays.fill(scratch, SUMS, SUMS + ROWS * stride(hidden), -0f);
    for (int step = h.rows() - batch + first; step >= 0; step -= batch) {
      for (int i = 0; i < rows; i++) {
        int at = g.at(step + i, 0);
        int sums = SUMS + i * stride(hidden);
        int atH = h.at(step + i, 0);
        int to = dz.at(step + i, 0);
        if (f == Nonlinearity.TANH) {
          deriveTanh(g.array(), at, scratch, sums, h.array(), atH, dz.array(), to, hidden);
        } else {
          deriveRelu(g.array(), at, scratch, sums, h.array(), atH, dz.array(), to, hidden);
        }
      }
      multiply(dz, step);
    }
    for (int i = 0; i < rows; i++) {
      int sums = SUMS + i * stride(hidden);
      System.arraycopy(scratch, sums, carry.array(), carry.at(first + i, 0), hidden);
    }
  }

  /** The rows that the tile lacks: the others are written before they are read. */
  private void clearOperand() {
    Arrays.fill(scratch, rows * LeftRows.APART, SUMS, 0f);
  }

  /** The product of rows of x and the weights, to {@link #SUMS}. */
  private void multiply(Matrix x, int row) {
    boolean isInPlace = ProductTile.IS_TALL && rows == ROWS;
    for (int i = 0; i < rows && !isInPlace; i++) {
      System.arraycopy(x.array(), x.at(row + i, 0), scratch, i * LeftRows.APART, hidden);
    }
    int stride = stride(hidden);
    for (int column = 0; column < stride; column += COLUMNS) {
      int width = RightPanels.width(hidden, column);
      ProductTile.multiply(
          isInPlace ? x.array() : scratch,
          isInPlace ? x.at(row, 0) : 0,
          isInPlace ? x.rowStride() : LeftRows.APART,
          weight,
          column * hidden,
          width,
          width,
          hidden,
          scratch,
          SUMS + column,
          stride);
    }
  }

  /** {@code h = h + (sums + bias)}, for rows that lie one behind the other. */
  private static void add(
      float[] sums,
      int atSums,
      int stride,
      float[] bias,
      int atBias,
      float[] h,
      int to,
      int rows,
      int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int row = 0; row < rows; row++) {
      int from = atSums + row * stride;
      int at = to + row * count;
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        FloatVector sum = Lanes.load(sums, from + i);
        FloatVector recurrent = sum.add(FloatVector.fromArray(Lanes.FLOATS, bias, atBias + i));
        Lanes.load(h, at + i).add(recurrent).intoArray(h, at + i);
      }
      for (int i = whole; i < count; i++) {
        h[at + i] = h[at + i] + (sums[from + i] + bias[atBias + i]);
      }
    }
  }

  /** {@code dz = (g + carry) · (1 − y²)}. */
  private static void deriveTanh(
      float[] g,
      int at,
      float[] carry,
      int atCarry,
      float[] h,
      int atH,
      float[] dz,
      int to,
      int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector above = Lanes.load(g, at + i);
      FloatVector dh = above.add(FloatVector.fromArray(Lanes.FLOATS, carry, atCarry + i));
      FloatVector y = Lanes.load(h, atH + i);
      dh.mul(y.neg().fma(y, Lanes.ONE)).intoArray(dz, to + i);
    }
    for (int i = whole; i < count; i++) {
      float y = h[atH + i];
      dz[to + i] = (g[at + i] + carry[atCarry + i]) * Fma.fma(-y, y, 1f);
    }
  }

  /** {@code dz = y > 0 ? g + carry : 0}. */
  private static void deriveRelu(
      float[] g,
      int at,
      float[] carry,
      int atCarry,
      float[] h,
      int atH,
      float[] dz,
      int to,
      int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector above = Lanes.load(g, at + i);
      FloatVector dh = above.add(FloatVector.fromArray(Lanes.FLOATS, carry, atCarry + i));
      FloatVector y = Lanes.load(h, atH + i);
      Lanes.ZERO.blend(dh, y.compare(VectorOperators.GT, 0f)).intoArray(dz, to + i);
    }
    for (int i = whole; i < count; i++) {
      dz[to + i] = h[atH + i] > 0 ? g[at + i] + carry[atCarry + i] : 0f;
    }
  }
}
