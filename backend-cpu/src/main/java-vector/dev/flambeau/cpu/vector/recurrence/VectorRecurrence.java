package dev.flambeau.cpu.vector.recurrence;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.recurrence.Recurrence;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.cpu.vector.product.PackedOperand;
import dev.flambeau.cpu.vector.product.ProductTile;
import dev.flambeau.cpu.vector.product.RightPanels;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Nonlinearity;

/**
 * Rows of the batch do not depend on each other: threads share them out, and each goes through all
 * steps with its own, waiting for nobody. The weights are packed once.
 */
public final class VectorRecurrence implements Recurrence {
  private final Workers workers;
  private final HostMemory memory;
  private final Recurrence wide;

  /**
   * @param wide for more values than one leaf holds
   */
  public VectorRecurrence(Workers workers, HostMemory memory, Recurrence wide) {
    this.workers = workers;
    this.memory = memory;
    this.wide = wide;
  }

  @Override
  public void forward(Nonlinearity f, Matrix h0, Matrix x, Affine input, Affine hidden, Matrix h) {
    Matrix weightIh = input.weight().transposed();
    Matrix weightHh = hidden.weight().transposed();
    if (weightIh.rows() > Contraction.LEAF || weightHh.rows() > Contraction.LEAF) {
      wide.forward(f, h0, x, input, hidden, h);
      return;
    }
    HostArray taken = take(weightIh);
    PackedOperand panels = PackedOperand.of(weightIh, array(taken));
    run(
        weightHh,
        h0.rows(),
        h.rows(),
        (rows, first) -> rows.forward(f, h0, x, panels, input.bias(), hidden.bias(), h, first));
    memory.give(taken);
  }

  @Override
  public void backward(
      Nonlinearity f, Matrix g, Matrix h, Matrix weightHh, Matrix carry, Matrix dz) {
    if (weightHh.rows() > Contraction.LEAF) {
      wide.backward(f, g, h, weightHh, carry, dz);
      return;
    }
    run(
        weightHh,
        carry.rows(),
        h.rows(),
        (rows, first) -> rows.backward(f, g, h, carry, dz, first));
  }

  /** All steps of the rows of one tile. */
  private interface Walk {
    void run(RecurrentRows rows, int firstRow);
  }

  private void run(Matrix weight, int batch, int allRows, Walk walk) {
    HostArray weights = take(weight);
    PackedOperand panels = PackedOperand.of(weight, array(weights));
    int hidden = weight.columns();
    workers.split(
        (batch + ProductTile.ROWS - 1) / ProductTile.ROWS,
        (long) allRows * hidden * (1 + hidden / 20),
        (from, to) -> {
          HostArray scratch = memory.take(DType.FLOAT32, RecurrentRows.floats(panels));
          for (int tile = from; tile < to; tile++) {
            int first = tile * ProductTile.ROWS;
            int rows = Math.min(ProductTile.ROWS, batch - first);
            walk.run(new RecurrentRows(panels, array(scratch), rows, batch), first);
          }
          memory.give(scratch);
        });
    memory.give(weights);
  }

  private HostArray take(Matrix weight) {
    return memory.take(DType.FLOAT32, RightPanels.floats(weight.columns(), weight.rows()));
  }

  private static float[] array(HostArray floats) {
    return ((HostArray.Floats) floats).array();
  }
}
