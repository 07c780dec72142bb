package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Recurrence.Affine;
import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A recurrent layer over a whole sequence: numerics.md, "Compositions".
 *
 * <p>Only the recurrence itself goes step by step. Each weight's gradient is one product, over rows
 * k = (t, n).
 */
public final class RecurrentParallel {
  /** A thread copies about so many floats in a nanosecond. */
  private static final int COPIED = 4;

  private final Workers workers;
  private final HostMemory memory;
  private final Product product;
  private final Recurrence recurrence;

  public RecurrentParallel(
      Workers workers, HostMemory memory, Product product, Recurrence recurrence) {
    this.workers = workers;
    this.memory = memory;
    this.product = product;
    this.recurrence = recurrence;
  }

  public void forward(Rnn op, List<View> inputs, List<View> outputs) {
    int hidden = outputs.get(0).type().shape().size(2);
    Matrix h = Matrix.rowsOf(outputs.get(0));
    if (h.rows() == 0) {
      return;
    }
    recurrence.forward(
        op.nonlinearity(),
        Matrix.rowsOf(inputs.get(0)),
        Matrix.rowsOf(inputs.get(1)),
        new Affine(Matrix.rowsOf(inputs.get(2)), Matrix.of(inputs.get(4), 1, hidden)),
        new Affine(Matrix.rowsOf(inputs.get(3)), Matrix.of(inputs.get(5), 1, hidden)),
        h);
  }

  public void gradient(RnnGradient op, List<View> inputs, List<View> outputs) {
    Shape shape = inputs.get(1).type().shape();
    if (shape.size(0) * shape.size(1) == 0) {
      outputs.forEach(RecurrentParallel::clear);
      return;
    }
    int rows = shape.size(0) * shape.size(1);
    int hidden = shape.size(2);
    HostArray states = memory.take(DType.FLOAT32, rows * hidden);
    Matrix dz = Matrix.rowsOf(outputs.get(1));
    Matrix previous = Matrix.of(((HostArray.Floats) states).array(), 0, rows, hidden);
    recurrence.backward(
        op.nonlinearity(),
        Matrix.rowsOf(inputs.get(0)),
        Matrix.rowsOf(inputs.get(1)),
        Matrix.rowsOf(inputs.get(5)),
        Matrix.rowsOf(outputs.get(0)),
        dz);
    shift(inputs.get(2), inputs.get(1), previous);
    Matrix x = Matrix.rowsOf(inputs.get(3));
    product.multiply(dz.transposed(), x, null, Matrix.rowsOf(outputs.get(2)));
    product.multiply(dz.transposed(), previous, null, Matrix.rowsOf(outputs.get(3)));
    View bias = outputs.get(4);
    product.multiply(Matrix.ones(1, rows), dz, null, Matrix.of(bias, 1, hidden));
    View same = outputs.get(5);
    System.arraycopy(
        HostBuffer.floats(bias), bias.offset(), HostBuffer.floats(same), same.offset(), hidden);
    memory.give(states);
  }

  /** The h that each step began with: h0, then every output but the last. */
  private void shift(View h0, View output, Matrix previous) {
    int first = h0.type().elements();
    int others = output.type().elements() - first;
    float[] source = HostBuffer.floats(output);
    int at = output.offset();
    float[] target = previous.array();
    System.arraycopy(HostBuffer.floats(h0), h0.offset(), target, 0, first);
    workers.split(
        others,
        others / COPIED,
        (from, to) -> System.arraycopy(source, at + from, target, first + from, to - from));
  }

  private static void clear(View view) {
    int at = view.offset();
    Arrays.fill(HostBuffer.floats(view), at, at + view.type().elements(), 0f);
  }
}
