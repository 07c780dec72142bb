package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A recurrent layer over a whole sequence: numerics.md, "Compositions".
 *
 * <p>Only the recurrence itself goes step by step. The projection of all inputs is one product, and
 * so is each weight's gradient, over rows k = (t, n).
 */
public final class RecurrentParallel {
  private static final int COST = 3;

  private final Workers workers;
  private final HostMemory memory;
  private final Product product;

  public RecurrentParallel(Workers workers, HostMemory memory, Product product) {
    this.workers = workers;
    this.memory = memory;
    this.product = product;
  }

  public void forward(Rnn op, List<View> inputs, List<View> outputs) {
    Shape shape = outputs.get(0).type().shape();
    int batch = shape.size(1);
    int hidden = shape.size(2);
    Matrix output = Matrix.rowsOf(outputs.get(0));
    Matrix biasIh = Matrix.of(inputs.get(4), 1, hidden);
    Matrix biasHh = Matrix.of(inputs.get(5), 1, hidden);
    HostArray projections = memory.take(DType.FLOAT32, output.rows() * hidden);
    HostArray recurrent = memory.take(DType.FLOAT32, batch * hidden);
    HostArray weight = memory.take(DType.FLOAT32, hidden * hidden);
    Matrix projected = scratch(projections, output.rows(), hidden);
    Matrix step = scratch(recurrent, batch, hidden);
    product.multiply(
        Matrix.rowsOf(inputs.get(1)), Matrix.rowsOf(inputs.get(2)).transposed(), biasIh, projected);
    Matrix weightHh = product.dense(Matrix.rowsOf(inputs.get(3)).transposed(), weight);
    Matrix h = Matrix.rowsOf(inputs.get(0));
    for (int t = 0; t < shape.size(0); t++) {
      product.multiply(h, weightHh, biasHh, step);
      h = output.rows(t * batch, batch);
      activate(op.nonlinearity(), projected.rows(t * batch, batch), step, h);
    }
    memory.give(projections);
    memory.give(recurrent);
    memory.give(weight);
  }

  /** {@code h = f(a + b)}. */
  private void activate(Nonlinearity nonlinearity, Matrix a, Matrix b, Matrix h) {
    int elements = h.rows() * h.columns();
    boolean tanh = nonlinearity == Nonlinearity.TANH;
    workers.split(
        elements,
        (long) elements * COST,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float z = a.array()[a.offset() + i] + b.array()[b.offset() + i];
            h.array()[h.offset() + i] = tanh ? CorrectlyRounded.tanh(z) : Math.max(z, 0f);
          }
        });
  }

  public void gradient(RnnGradient op, List<View> inputs, List<View> outputs) {
    Shape shape = inputs.get(1).type().shape();
    if (shape.size(0) == 0) {
      outputs.forEach(RecurrentParallel::clear);
      return;
    }
    int rows = shape.size(0) * shape.size(1);
    int hidden = shape.size(2);
    HostArray slopes = memory.take(DType.FLOAT32, rows * hidden);
    HostArray states = memory.take(DType.FLOAT32, rows * hidden);
    Matrix dz = scratch(slopes, rows, hidden);
    Matrix previous = scratch(states, rows, hidden);
    throughTime(op, inputs, outputs.get(0), dz);
    shift(inputs.get(2), inputs.get(1), previous);
    Matrix x = Matrix.rowsOf(inputs.get(3));
    product.multiply(dz, Matrix.rowsOf(inputs.get(4)), null, Matrix.rowsOf(outputs.get(1)));
    product.multiply(dz.transposed(), x, null, Matrix.rowsOf(outputs.get(2)));
    product.multiply(dz.transposed(), previous, null, Matrix.rowsOf(outputs.get(3)));
    View bias = outputs.get(4);
    product.multiply(Matrix.ones(1, rows), dz, null, Matrix.of(bias, 1, hidden));
    View same = outputs.get(5);
    System.arraycopy(
        HostBuffer.floats(bias), bias.offset(), HostBuffer.floats(same), same.offset(), hidden);
    memory.give(slopes);
    memory.give(states);
  }

  /** Every dz, latest first; the carry ends as the gradient of h0, so it lies there all along. */
  private void throughTime(RnnGradient op, List<View> inputs, View carryView, Matrix dz) {
    Matrix above = Matrix.rowsOf(inputs.get(0));
    Matrix h = Matrix.rowsOf(inputs.get(1));
    Matrix weightHh = Matrix.rowsOf(inputs.get(5));
    Matrix carry = Matrix.rowsOf(carryView);
    int batch = carry.rows();
    int steps = inputs.get(1).type().shape().size(0);
    for (int t = steps - 1; t >= 0; t--) {
      Matrix slope = dz.rows(t * batch, batch);
      boolean last = t == steps - 1;
      derive(op.nonlinearity(), above.rows(t * batch, batch), carry, last, h, slope);
      product.multiply(slope, weightHh, null, carry);
    }
  }

  /** {@code dz = (g + carry) · f′}, f′ by the output h; the last step has no carry. */
  private void derive(
      Nonlinearity nonlinearity, Matrix g, Matrix carry, boolean last, Matrix h, Matrix dz) {
    int elements = dz.rows() * dz.columns();
    int atH = h.offset() + dz.offset();
    boolean tanh = nonlinearity == Nonlinearity.TANH;
    workers.split(
        elements,
        (long) elements * COST,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float above = g.array()[g.offset() + i];
            float dh = last ? above : above + carry.array()[carry.offset() + i];
            float y = h.array()[atH + i];
            float relu = y > 0 ? dh : 0;
            dz.array()[dz.offset() + i] = tanh ? dh * Fma.fma(-y, y, 1) : relu;
          }
        });
  }

  /** The h that each step began with: h0, then every output but the last. */
  private static void shift(View h0, View output, Matrix previous) {
    int first = h0.type().elements();
    int others = output.type().elements() - first;
    float[] target = previous.array();
    System.arraycopy(HostBuffer.floats(h0), h0.offset(), target, 0, first);
    System.arraycopy(HostBuffer.floats(output), output.offset(), target, first, others);
  }

  private static void clear(View view) {
    int at = view.offset();
    Arrays.fill(HostBuffer.floats(view), at, at + view.type().elements(), 0f);
  }

  private static Matrix scratch(HostArray array, int rows, int columns) {
    return Matrix.of(((HostArray.Floats) array).array(), 0, rows, columns);
  }
}
