package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Matrix products: numerics.md, "Contractions".
 *
 * <p>The loops stand twice, for FLOAT32 over float arrays, since whole trainings run on them, and
 * for FLOAT64. Each row of the output is summed at once, k outside, so that rows of b are read in
 * the order in which they lie; a single element is a chain over k either way.
 */
final class ContractionReference {
  private ContractionReference() {}

  /**
   * Where the elements of one matrix lie: {@code [i, j]} is at {@code offset + i·row + j·column}.
   */
  private record Matrix(int offset, int row, int column) {
    static Matrix of(int offset, Shape shape, boolean transposed) {
      int width = shape.size(-1);
      return transposed ? new Matrix(offset, 1, width) : new Matrix(offset, width, 1);
    }

    int at(int i, int j) {
      return offset + i * row + j * column;
    }
  }

  static void matmul(MatMul op, List<View> inputs, List<View> outputs) {
    Shape left = inputs.get(0).type().shape();
    Shape right = inputs.get(1).type().shape();
    Shape out = outputs.get(0).type().shape();
    int inner = left.size(op.transposeA() ? -2 : -1);
    Shape lead = lead(out);
    StridedIndex inLeft = StridedIndex.broadcast(lead(left), lead);
    StridedIndex inRight = StridedIndex.broadcast(lead(right), lead);
    for (int batch = 0; batch < lead.elements(); batch++) {
      Matrix a = Matrix.of(inLeft.at(batch) * matrixSize(left), left, op.transposeA());
      Matrix b = Matrix.of(inRight.at(batch) * matrixSize(right), right, op.transposeB());
      Matrix c = Matrix.of(batch * matrixSize(out), out, false);
      if (outputs.get(0).type().dtype() == DType.FLOAT32) {
        floats(inputs, outputs, a, b, c, out, inner);
      } else {
        doubles(inputs, outputs, a, b, c, out, inner);
      }
    }
  }

  private static Shape lead(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  private static int matrixSize(Shape shape) {
    return shape.size(-2) * shape.size(-1);
  }

  private static void floats(
      List<View> inputs, List<View> outputs, Matrix a, Matrix b, Matrix c, Shape out, int inner) {
    float[] left = HostBuffer.floats(inputs.get(0));
    float[] right = HostBuffer.floats(inputs.get(1));
    float[] result = HostBuffer.floats(outputs.get(0));
    int leftOffset = inputs.get(0).offset();
    int rightOffset = inputs.get(1).offset();
    int resultOffset = outputs.get(0).offset();
    float[] leaf = new float[out.size(-1)];
    for (int i = 0; i < out.size(-2); i++) {
      int row = resultOffset + c.at(i, 0);
      Arrays.fill(result, row, row + leaf.length, 0f);
      for (int from = 0; from < inner; from += Contraction.LEAF) {
        Arrays.fill(leaf, 0f);
        for (int k = from; k < Math.min(from + Contraction.LEAF, inner); k++) {
          float factor = left[leftOffset + a.at(i, k)];
          addProducts(factor, right, rightOffset + b.at(k, 0), b.column(), leaf);
        }
        for (int j = 0; j < leaf.length; j++) {
          result[row + j] = from == 0 ? leaf[j] : result[row + j] + leaf[j];
        }
      }
    }
  }

  private static void addProducts(
      float factor, float[] right, int offset, int stride, float[] leaf) {
    for (int j = 0; j < leaf.length; j++) {
      leaf[j] = Fma.fma(factor, right[offset + j * stride], leaf[j]);
    }
  }

  private static void doubles(
      List<View> inputs, List<View> outputs, Matrix a, Matrix b, Matrix c, Shape out, int inner) {
    Elements left = Elements.of(inputs.get(0));
    Elements right = Elements.of(inputs.get(1));
    Elements result = Elements.of(outputs.get(0));
    for (int i = 0; i < out.size(-2); i++) {
      for (int j = 0; j < out.size(-1); j++) {
        double sum = 0;
        for (int from = 0; from < inner; from += Contraction.LEAF) {
          double leaf = 0;
          for (int k = from; k < Math.min(from + Contraction.LEAF, inner); k++) {
            leaf = Math.fma(left.get(a.at(i, k)), right.get(b.at(k, j)), leaf);
          }
          sum = from == 0 ? leaf : sum + leaf;
        }
        result.set(c.at(i, j), sum);
      }
    }
  }
}
