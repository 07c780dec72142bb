package dev.flambeau.cpu.recurrence;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.product.MatrixProduct;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Nonlinearity;

/** Plain Java: one product for all inputs, then one a step, its rows shared out. */
public final class LoopRecurrence implements Recurrence {
  private static final int COST = 3;

  private final Workers workers;
  private final HostMemory memory;
  private final MatrixProduct product;

  public LoopRecurrence(Workers workers, HostMemory memory, MatrixProduct product) {
    this.workers = workers;
    this.memory = memory;
    this.product = product;
  }

  @Override
  public void forward(Nonlinearity f, Matrix h0, Matrix x, Affine input, Affine hidden, Matrix h) {
    product.multiply(x, input.weight().transposed(), input.bias(), h);
    int batch = h0.rows();
    int width = h0.columns();
    HostArray recurrent = memory.take(DType.FLOAT32, batch * width);
    HostArray weight = memory.take(DType.FLOAT32, width * width);
    Matrix step = Matrix.of(((HostArray.Floats) recurrent).array(), 0, batch, width);
    Matrix transposed = product.dense(hidden.weight().transposed(), weight);
    Matrix before = h0;
    for (int first = 0; first < h.rows(); first += batch) {
      product.multiply(before, transposed, hidden.bias(), step);
      before = h.rows(first, batch);
      activate(f, before, step, before);
    }
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

  @Override
  public void backward(
      Nonlinearity f, Matrix g, Matrix h, Matrix weightHh, Matrix carry, Matrix dz) {
    int batch = carry.rows();
    int last = h.rows() - batch;
    for (int first = last; first >= 0; first -= batch) {
      Matrix slope = dz.rows(first, batch);
      derive(f, g.rows(first, batch), carry, first == last, h.rows(first, batch), slope);
      product.multiply(slope, weightHh, null, carry);
    }
  }

  /** {@code dz = (g + carry) · f′}, f′ by the output h; the last step has no carry. */
  private void derive(
      Nonlinearity nonlinearity, Matrix g, Matrix carry, boolean last, Matrix h, Matrix dz) {
    int elements = dz.rows() * dz.columns();
    boolean tanh = nonlinearity == Nonlinearity.TANH;
    workers.split(
        elements,
        (long) elements * COST,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float above = g.array()[g.offset() + i];
            float dh = last ? above : above + carry.array()[carry.offset() + i];
            float y = h.array()[h.offset() + i];
            float relu = y > 0 ? dh : 0;
            dz.array()[dz.offset() + i] = tanh ? dh * Fma.fma(-y, y, 1) : relu;
          }
        });
  }
}
