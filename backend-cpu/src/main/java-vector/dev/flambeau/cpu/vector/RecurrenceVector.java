package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Recurrence;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Nonlinearity;

/**
 * Rows of the batch do not depend on each other: threads share them out, and each goes through all
 * steps with its own, waiting for nobody. The weights are packed once.
 */
final class RecurrenceVector implements Recurrence {
  private final Workers workers;
  private final HostMemory memory;
  private final Recurrence wide;

  /**
   * @param wide for more hidden values than one leaf holds
   */
  RecurrenceVector(Workers workers, HostMemory memory, Recurrence wide) {
    this.workers = workers;
    this.memory = memory;
    this.wide = wide;
  }

  @Override
  public void forward(Nonlinearity f, Matrix h0, Matrix weightHh, Matrix biasHh, Matrix h) {
    if (h0.columns() > Product.LEAF) {
      wide.forward(f, h0, weightHh, biasHh, h);
      return;
    }
    run(
        weightHh.transposed(),
        h0,
        h.rows(),
        (rows, first) -> rows.forward(f, h0, biasHh, h, first));
  }

  @Override
  public void backward(
      Nonlinearity f, Matrix g, Matrix h, Matrix weightHh, Matrix carry, Matrix dz) {
    if (carry.columns() > Product.LEAF) {
      wide.backward(f, g, h, weightHh, carry, dz);
      return;
    }
    run(weightHh, carry, h.rows(), (rows, first) -> rows.backward(f, g, h, carry, dz, first));
  }

  /** All steps of the rows of one tile. */
  private interface Walk {
    void run(RecurrentRows rows, int firstRow);
  }

  private void run(Matrix weight, Matrix batch, int allRows, Walk walk) {
    int hidden = batch.columns();
    HostArray weights = memory.take(DType.FLOAT32, RightPanels.floats(hidden, hidden));
    float[] packed = ((HostArray.Floats) weights).array();
    for (int panel = 0; panel < RightPanels.panels(hidden); panel++) {
      int column = panel * ProductTile.COLUMNS;
      RightPanels.pack(weight, column, 0, hidden, packed, column * hidden);
    }
    workers.split(
        (batch.rows() + ProductTile.ROWS - 1) / ProductTile.ROWS,
        (long) allRows * hidden * (1 + hidden / 20),
        (from, to) -> {
          HostArray scratch = memory.take(DType.FLOAT32, RecurrentRows.floats(hidden));
          float[] array = ((HostArray.Floats) scratch).array();
          for (int tile = from; tile < to; tile++) {
            int first = tile * ProductTile.ROWS;
            int rows = Math.min(ProductTile.ROWS, batch.rows() - first);
            walk.run(new RecurrentRows(packed, hidden, array, rows, batch.rows()), first);
          }
          memory.give(scratch);
        });
    memory.give(weights);
  }
}
