package dev.flambeau.benchmarks.rows;

import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.vector.function.VectorFunction;
import dev.flambeau.cpu.vector.function.VectorFunctions;
import dev.flambeau.cpu.vector.loop.VectorSums;
import dev.flambeau.op.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax and layer norm as one would write them by hand for the CPU, row by row, with the bits of
 * the contract: a row's values stay in the first-level cache between its loops.
 */
final class HandWrittenRows {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private static final VectorFunction EXP = VectorFunctions.ALL.get(Unary.Exp.class);

  private final LaneSum sum = ElementwiseLoops.plain().sum(VectorSums::rounds).sum();
  private final int columns;
  private final float[] row;

  /** Of rows of so many columns, a multiple of a vector's lanes. */
  HandWrittenRows(int columns) {
    if (columns % FLOATS.length() != 0) {
      throw new IllegalArgumentException(
          columns + " columns are no whole vectors of " + FLOATS.length());
    }
    this.columns = columns;
    this.row = new float[columns];
  }

  /** {@code exp(x − max) / sum}, of finite values. */
  void softmax(float[] x, float[] y) {
    for (int at = 0; at < x.length; at += columns) {
      FloatVector max = FloatVector.fromArray(FLOATS, x, at);
      for (int i = FLOATS.length(); i < columns; i += FLOATS.length()) {
        max = max.max(FloatVector.fromArray(FLOATS, x, at + i));
      }
      max.intoArray(row, 0);
      subtract(x, at, largest(FLOATS.length()));
      EXP.run(row, 0, row, 0, columns);
      divide(sum.of(row, 0, columns), y, at);
    }
  }

  /** {@code (x − mean) / √(variance + epsilon)}. */
  void layerNorm(float[] x, float epsilon, float[] y) {
    for (int at = 0; at < x.length; at += columns) {
      subtract(x, at, sum.of(x, at, columns) / columns);
      for (int i = 0; i < columns; i += FLOATS.length()) {
        FloatVector centred = FloatVector.fromArray(FLOATS, row, i);
        centred.mul(centred).intoArray(y, at + i);
      }
      float variance = sum.of(y, at, columns) / columns;
      divide((float) Math.sqrt(variance + epsilon), y, at);
    }
  }

  private float largest(int count) {
    float largest = row[0];
    for (int i = 1; i < count; i++) {
      largest = Math.max(largest, row[i]);
    }
    return largest;
  }

  private void subtract(float[] x, int at, float number) {
    for (int i = 0; i < columns; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, x, at + i).sub(number).intoArray(row, i);
    }
  }

  private void divide(float number, float[] y, int at) {
    for (int i = 0; i < columns; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, row, i).div(number).intoArray(y, at + i);
    }
  }
}
