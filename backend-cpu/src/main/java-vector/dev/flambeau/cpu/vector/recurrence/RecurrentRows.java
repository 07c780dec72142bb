package dev.flambeau.cpu.vector.recurrence;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.loop.LoopGenerator;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.vector.function.VectorFunction;
import dev.flambeau.cpu.vector.function.VectorFunctions;
import dev.flambeau.cpu.vector.loop.Lanes;
import dev.flambeau.cpu.vector.loop.VectorElements;
import dev.flambeau.cpu.vector.product.LeftRows;
import dev.flambeau.cpu.vector.product.PackedOperand;
import dev.flambeau.cpu.vector.product.ProductTile;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Unary;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The rows of one tile on their way through all steps, with the scratch that this takes: the rows
 * as a product's left operand, a constant apart, where they cannot be read in place, then the sums
 * of the recurrent product, then those of the input's.
 *
 * @param weight the recurrent weights
 * @param scratch as many floats as {@link #floats} says
 * @param rows how many of the tile's rows there are
 * @param batch how far a row is from the same one of the next step
 */
record RecurrentRows(PackedOperand weight, float[] scratch, int rows, int batch) {
  private static final int ROWS = ProductTile.ROWS;
  private static final int SUMS = ROWS * LeftRows.APART;

  private static final VectorFunction TANH = VectorFunctions.ALL.get(Unary.Tanh.class);
  private static final LoopGenerator.Loop RELU =
      new ElementwiseLoops(VectorElements.LOOPS).of(new Unary.Relu(), true);
  private static final float[] NO_REGISTERS = {};

  /** How much scratch a tile takes. */
  static int floats(PackedOperand weight) {
    return SUMS + 2 * ROWS * weight.stride();
  }

  private int hidden() {
    return weight.columns();
  }

  private int inputSums() {
    return SUMS + ROWS * weight.stride();
  }

  /** The sums of both products are added to their biases, then to each other. */
  void forward(
      Nonlinearity f,
      Matrix h0,
      Matrix x,
      PackedOperand input,
      Matrix biasIh,
      Matrix biasHh,
      Matrix h,
      int first) {
    clearOperand();
    multiply(h0, first, weight, SUMS);
    Place inH = new Place(h.array(), h.offset(), true, 1);
    Place[] places = {inH, inH};
    for (int step = first; step < h.rows(); step += batch) {
      multiply(x, step, input, inputSums());
      int at = h.at(step, 0);
      for (int i = 0; i < rows; i++) {
        int row = i * weight.stride();
        add(
            scratch,
            inputSums() + row,
            biasIh.array(),
            biasIh.offset(),
            SUMS + row,
            biasHh.array(),
            biasHh.offset(),
            h.array(),
            h.at(step + i, 0),
            hidden());
      }
      if (f == Nonlinearity.TANH) {
        TANH.run(h.array(), at, h.array(), at, rows * hidden());
      } else {
        RELU.run(places, NO_REGISTERS, at - h.offset(), rows * hidden());
      }
      if (step + batch < h.rows()) {
        multiply(h, step, weight, SUMS);
      }
    }
  }

  void backward(Nonlinearity f, Matrix g, Matrix h, Matrix carry, Matrix dz, int first) {
    clearOperand();
    // The last step has no carry; −0 changes nothing that it is added to.
    Arrays.fill(scratch, SUMS, inputSums(), -0f);
    for (int step = h.rows() - batch + first; step >= 0; step -= batch) {
      for (int i = 0; i < rows; i++) {
        int at = g.at(step + i, 0);
        int sums = SUMS + i * weight.stride();
        int atH = h.at(step + i, 0);
        int to = dz.at(step + i, 0);
        if (f == Nonlinearity.TANH) {
          deriveTanh(g.array(), at, scratch, sums, h.array(), atH, dz.array(), to, hidden());
        } else {
          deriveRelu(g.array(), at, scratch, sums, h.array(), atH, dz.array(), to, hidden());
        }
      }
      multiply(dz, step, weight, SUMS);
    }
    for (int i = 0; i < rows; i++) {
      int sums = SUMS + i * weight.stride();
      System.arraycopy(scratch, sums, carry.array(), carry.at(first + i, 0), hidden());
    }
  }

  /** The rows that the tile lacks: the others are written before they are read. */
  private void clearOperand() {
    Arrays.fill(scratch, rows * LeftRows.APART, SUMS, 0f);
  }

  /** The product of rows of x and some weights. */
  private void multiply(Matrix x, int row, PackedOperand weights, int to) {
    if (ProductTile.IS_TALL && rows == ROWS) {
      weights.multiply(x.array(), x.at(row, 0), x.rowStride(), scratch, to);
      return;
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x.array(), x.at(row + i, 0), scratch, i * LeftRows.APART, x.columns());
    }
    weights.multiply(scratch, 0, LeftRows.APART, scratch, to);
  }

  /** {@code h = (sums of the input + bias) + (sums + bias)}, for one row. */
  private static void add(
      float[] sums,
      int atInput,
      float[] biasIh,
      int atIh,
      int at,
      float[] biasHh,
      int atHh,
      float[] h,
      int to,
      int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector ofInput = FloatVector.fromArray(Lanes.FLOATS, sums, atInput + i);
      FloatVector ofHidden = FloatVector.fromArray(Lanes.FLOATS, sums, at + i);
      FloatVector inputBias = FloatVector.fromArray(Lanes.FLOATS, biasIh, atIh + i);
      FloatVector hiddenBias = FloatVector.fromArray(Lanes.FLOATS, biasHh, atHh + i);
      FloatVector recurrent = Lanes.ONE.fma(ofHidden, hiddenBias);
      Lanes.ONE.fma(ofInput, inputBias).add(recurrent).intoArray(h, to + i);
    }
    for (int i = whole; i < count; i++) {
      h[to + i] = (sums[atInput + i] + biasIh[atIh + i]) + (sums[at + i] + biasHh[atHh + i]);
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
      FloatVector above = FloatVector.fromArray(Lanes.FLOATS, g, at + i);
      FloatVector below = FloatVector.fromArray(Lanes.FLOATS, carry, atCarry + i);
      FloatVector dh = Lanes.ONE.fma(above, below);
      FloatVector y = Lanes.MINUS_ZERO.add(FloatVector.fromArray(Lanes.FLOATS, h, atH + i));
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
      FloatVector above = FloatVector.fromArray(Lanes.FLOATS, g, at + i);
      FloatVector below = FloatVector.fromArray(Lanes.FLOATS, carry, atCarry + i);
      FloatVector dh = Lanes.ONE.fma(above, below);
      FloatVector y = Lanes.MINUS_ZERO.add(FloatVector.fromArray(Lanes.FLOATS, h, atH + i));
      Lanes.ZERO.blend(dh, y.compare(VectorOperators.GT, 0f)).intoArray(dz, to + i);
    }
    for (int i = whole; i < count; i++) {
      dz[to + i] = h[atH + i] > 0 ? g[at + i] + carry[atCarry + i] : 0f;
    }
  }
}
