package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.opencl.launch.Layout;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A product of two operands, which may lie transposed, and its epilogue.
 *
 * @param c where it goes
 * @param lead how it walks over the leading axes
 */
record Product(MatMul op, View a, View b, Epilogue epilogue, View c, Layout lead) {
  Product(MatMul op, View a, View b, Epilogue epilogue, View c) {
    this(op, a, b, epilogue, c, Layout.broadcast(lead(c), List.of(lead(a), lead(b))));
  }

  /** That of an op, and what follows it, which may read another tensor. */
  static Product of(
      Contraction op, List<View> inputs, Epilogue.Form form, @Nullable View above, View c) {
    View a = inputs.get(0);
    View b = inputs.get(1);
    if (op instanceof MatMul matmul) {
      return new Product(matmul, a, b, new Epilogue(null, form, above), c);
    }
    Epilogue epilogue = new Epilogue(inputs.get(2), form, above);
    return new Product(new MatMul(false, true), rows(a), b, epilogue, rows(c));
  }

  /** A tensor as the matrix of its rows. */
  private static View rows(View view) {
    Shape shape = view.type().shape();
    Shape matrix = Shape.of(shape.elements(0, shape.rank() - 1), shape.size(-1));
    return new View(view.buffer(), view.offset(), view.type().with(matrix));
  }

  private static Shape lead(View view) {
    return view.type().shape().slice(0, view.type().shape().rank() - 2);
  }

  int m() {
    return c.type().shape().size(-2);
  }

  int n() {
    return c.type().shape().size(-1);
  }

  /** Whether it has no batch. */
  boolean isOneMatrix() {
    return lead.elements() == 1;
  }

  int k() {
    return a.type().shape().size(op.transposeA() ? -2 : -1);
  }

  /** The elements of one matrix of those that a view holds. */
  static int matrixSize(View view) {
    return view.type().shape().size(-1) * view.type().shape().size(-2);
  }

  /** Leading strides count matrices; kernels count elements. */
  static int[] times(int[] strides, int factor) {
    return IntStream.of(strides).map(stride -> stride * factor).toArray();
  }
}
