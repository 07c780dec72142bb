package dev.flambeau.cpu.product;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import java.util.List;

/** Matrix products and what is made of them: numerics.md, "Contractions". */
public final class ContractionParallel {
  private final Workers workers;
  private final MatrixProduct product;

  public ContractionParallel(Workers workers, MatrixProduct product) {
    this.workers = workers;
    this.product = product;
  }

  /** Matrices of a batch are shared out if there are several, else the tiles of the one. */
  public Runnable matmul(MatMul op, List<View> inputs, List<View> outputs) {
    View a = inputs.get(0);
    View b = inputs.get(1);
    View c = outputs.get(0);
    Shape lead = lead(c);
    if (lead.elements() == 1) {
      return prepare(op, inputs, c, Epilogue.NOTHING);
    }
    BroadcastRuns batches = BroadcastRuns.of(lead, lead(a), lead(b));
    int inner = a.type().shape().size(op.transposeA() ? -2 : -1);
    long cost = (long) c.type().elements() * inner / 10;
    return workers.prepare(
        lead.elements(),
        cost,
        (from, to) -> {
          for (int batch = from; batch < to; batch++) {
            product.multiply(
                matrix(a, batches.at(0, batch), op.transposeA()),
                matrix(b, batches.at(1, batch), op.transposeB()),
                null,
                matrix(c, batch, false));
          }
        });
  }

  private static Shape lead(View view) {
    Shape shape = view.type().shape();
    return shape.slice(0, shape.rank() - 2);
  }

  private static Matrix matrix(View view, int number, boolean transposed) {
    Shape shape = view.type().shape();
    int rows = shape.size(-2);
    int columns = shape.size(-1);
    int offset = view.offset() + number * rows * columns;
    Matrix matrix = Matrix.of(HostBuffer.floats(view), offset, rows, columns);
    return transposed ? matrix.transposed() : matrix;
  }

  public Runnable linear(Linear op, List<View> inputs, List<View> outputs) {
    return prepare(op, inputs, outputs.get(0), Epilogue.NOTHING);
  }

  /** The product of two matrices, and then what follows from it. */
  public Runnable prepare(Contraction op, List<View> inputs, View output, Epilogue then) {
    Matrix c = Matrix.rowsOf(output);
    if (op instanceof MatMul matmul) {
      Matrix a = matrix(inputs.get(0), 0, matmul.transposeA());
      Matrix b = matrix(inputs.get(1), 0, matmul.transposeB());
      return product.prepare(a, b, null, c, then);
    }
    Matrix weight = Matrix.rowsOf(inputs.get(1)).transposed();
    Matrix bias = Matrix.of(inputs.get(2), 1, weight.columns());
    return product.prepare(Matrix.rowsOf(inputs.get(0)), weight, bias, c, then);
  }
}
