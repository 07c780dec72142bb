package dev.flambeau.cpu.recurrence;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.product.MatrixProduct;
import dev.flambeau.cpu.recurrence.Recurrence.Affine;
import dev.flambeau.cpu.thread.Workers;
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
  private final MatrixProduct product;
  private final Recurrence recurrence;

  public RecurrentParallel(
      Workers workers, HostMemory memory, MatrixProduct product, Recurrence recurrence) {
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

  /** Once by memory that is taken for it, many times by memory that it keeps. */
  public Kernel<RnnGradient> gradient() {
    return new Kernel<>() {
      @Override
      public void run(RnnGradient op, List<View> inputs, List<View> outputs) {
        HostArray states = memory.take(DType.FLOAT32, inputs.get(1).type().elements());
        gradient(op, inputs, outputs, ((HostArray.Floats) states).array()).run();
        memory.give(states);
      }

      @Override
      public Runnable prepare(RnnGradient op, List<View> inputs, List<View> outputs) {
        return gradient(op, inputs, outputs, new float[inputs.get(1).type().elements()]);
      }
    };
  }

  private Runnable gradient(RnnGradient op, List<View> inputs, List<View> outputs, float[] states) {
    Shape shape = inputs.get(1).type().shape();
    if (shape.size(0) * shape.size(1) == 0) {
      return () -> outputs.forEach(RecurrentParallel::clear);
    }
    int rows = shape.size(0) * shape.size(1);
    int hidden = shape.size(2);
    Matrix above = Matrix.rowsOf(inputs.get(0));
    Matrix output = Matrix.rowsOf(inputs.get(1));
    Matrix weight = Matrix.rowsOf(inputs.get(5));
    Matrix carry = Matrix.rowsOf(outputs.get(0));
    Matrix dz = Matrix.rowsOf(outputs.get(1));
    Matrix x = Matrix.rowsOf(inputs.get(3));
    Matrix previous = Matrix.of(states, 0, rows, hidden);
    View bias = outputs.get(4);
    View same = outputs.get(5);
    Matrix ofWeightIh = Matrix.rowsOf(outputs.get(2));
    Matrix ofWeightHh = Matrix.rowsOf(outputs.get(3));
    Matrix ofBias = Matrix.of(bias, 1, hidden);
    Runnable weightIh = product.prepare(dz.transposed(), x, null, ofWeightIh);
    Runnable weightHh = product.prepare(dz.transposed(), previous, null, ofWeightHh);
    Runnable sum = product.prepare(Matrix.ones(1, rows), dz, null, ofBias);
    return () -> {
      recurrence.backward(op.nonlinearity(), above, output, weight, carry, dz);
      shift(inputs.get(2), inputs.get(1), previous);
      weightIh.run();
      weightHh.run();
      sum.run();
      System.arraycopy(
          ofBias.array(), bias.offset(), HostBuffer.floats(same), same.offset(), hidden);
    };
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
