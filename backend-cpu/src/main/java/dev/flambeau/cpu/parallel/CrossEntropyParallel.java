package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.Unary;
import java.util.Arrays;
import java.util.List;

/**
 * Softmax cross entropy, some rows at a time, so that the exponential is taken of many values
 * together: numerics.md, "Compositions".
 */
final class CrossEntropyParallel {
  /** Nanoseconds that a value takes. */
  private static final int COST = 3;

  private static final float[] NO_REGISTERS = {};

  private final Workers workers;
  private final LoopGenerator.Loop exp;
  private final Scratch<LaneSum> sums;

  CrossEntropyParallel(Workers workers, ElementwiseLoops loops) {
    this.workers = workers;
    this.exp = loops.of(new Unary.Exp(), true);
    this.sums = new Scratch<>(loops::sum);
  }

  Runnable forward(SoftmaxCrossEntropy op, List<View> inputs, List<View> outputs) {
    Matrix x = Matrix.rowsOf(inputs.get(0));
    Matrix p = Matrix.rowsOf(outputs.get(1));
    Labels labels = Labels.of(inputs.get(1));
    float[] loss = HostBuffer.floats(outputs.get(0));
    int atLoss = outputs.get(0).offset();
    float[] rowLosses = new float[x.rows()];
    Place inP = new Place(p.array(), p.offset(), true, 1);
    Place[] places = {inP, inP};
    Runnable rows =
        workers.prepare(
            x.rows(),
            (long) x.rows() * x.columns() * COST,
            (from, to) -> {
              for (int row = from; row < to; row++) {
                rowLosses[row] = subtractMax(x, p, row, labels.at(row));
              }
              exp.run(places, NO_REGISTERS, from * x.columns(), (to - from) * x.columns());
              normalize(p, from, to, rowLosses);
              labels.clearIgnored(from, to, rowLosses);
            });
    return () -> {
      rows.run();
      LaneSum sum = sums.take();
      loss[atLoss] = -(sum.of(rowLosses, 0, x.rows()) / (float) labels.kept());
      sums.give(sum);
    };
  }

  /** Puts z of one row where p will be, and gives {@code z[label]}. */
  private static float subtractMax(Matrix x, Matrix p, int row, int label) {
    float[] in = x.array();
    float[] z = p.array();
    int at = x.at(row, 0);
    int to = p.at(row, 0);
    float max = max(in, at, x.columns());
    for (int c = 0; c < x.columns(); c++) {
      z[to + c] = in[at + c] - max;
    }
    boolean known = label >= 0 && label < x.columns();
    return known ? z[to + label] : Float.NaN;
  }

  /** Divides some rows by their sums s, and takes {@code log s} from each row's loss. */
  private void normalize(Matrix p, int from, int end, float[] rowLosses) {
    float[] out = p.array();
    int columns = p.columns();
    LaneSum sum = sums.take();
    for (int row = from; row < end; row++) {
      int to = p.at(row, 0);
      float s = sum.of(out, to, columns);
      for (int c = 0; c < columns; c++) {
        out[to + c] /= s;
      }
      rowLosses[row] -= CorrectlyRounded.log(s);
    }
    sums.give(sum);
  }

  /** A NaN needs no care here: it makes the row's sum NaN, and with it all that is made of it. */
  private static float max(float[] x, int at, int count) {
    float max = x[at];
    for (int i = 1; i < count; i++) {
      if (x[at + i] > max) {
        max = x[at + i];
      }
    }
    return max;
  }

  Runnable gradient(SoftmaxCrossEntropyGradient op, List<View> inputs, List<View> outputs) {
    View loss = inputs.get(0);
    Matrix p = Matrix.rowsOf(inputs.get(1));
    Matrix dx = Matrix.rowsOf(outputs.get(0));
    Labels labels = Labels.of(inputs.get(2));
    float[] above = HostBuffer.floats(loss);
    float[] scale = new float[1];
    Runnable rows =
        workers.prepare(
            p.rows(),
            (long) p.rows() * p.columns(),
            (from, to) -> {
              for (int row = from; row < to; row++) {
                gradientRow(p, dx, row, labels.at(row), scale[0]);
              }
            });
    return () -> {
      scale[0] = above[loss.offset()] / (float) labels.kept();
      rows.run();
    };
  }

  private static void gradientRow(Matrix p, Matrix dx, int row, int label, float scale) {
    boolean known = label >= 0 && label < p.columns();
    int at = p.at(row, 0);
    int to = dx.at(row, 0);
    if (label == CrossEntropy.IGNORED) {
      Arrays.fill(dx.array(), to, to + p.columns(), 0f);
      return;
    }
    for (int c = 0; c < p.columns(); c++) {
      float oneHot = known ? (c == label ? 1 : 0) : Float.NaN;
      dx.array()[to + c] = (p.array()[at + c] - oneHot) * scale;
    }
  }

  /** A label for each row. */
  private record Labels(int[] array, int first, int rows) {
    static Labels of(View view) {
      int[] array = ((HostArray.Ints) HostBuffer.array(view)).array();
      return new Labels(array, view.offset(), view.type().elements());
    }

    int at(int row) {
      return array[first + row];
    }

    /** How many rows are not ignored. */
    int kept() {
      int kept = 0;
      for (int row = 0; row < rows; row++) {
        kept += at(row) == CrossEntropy.IGNORED ? 0 : 1;
      }
      return kept;
    }

    /** Sets the losses of some rows to 0 where they are ignored. */
    void clearIgnored(int from, int to, float[] rowLosses) {
      for (int row = from; row < to; row++) {
        if (at(row) == CrossEntropy.IGNORED) {
          rowLosses[row] = 0f;
        }
      }
    }
  }
}
