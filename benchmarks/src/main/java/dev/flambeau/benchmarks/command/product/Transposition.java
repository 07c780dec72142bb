package dev.flambeau.benchmarks.command.product;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;

/** How the operands of a product lie, the left one first: as they are, or transposed. */
public enum Transposition {
  NN(false, false),
  NT(false, true),
  TN(true, false),
  TT(true, true);

  private final boolean left;
  private final boolean right;

  Transposition(boolean left, boolean right) {
    this.left = left;
    this.right = right;
  }

  /** Reads one from the command line. */
  public static final class Converter extends Choice<Transposition> {
    Converter() {
      super(Transposition.class);
    }
  }

  MatMul op() {
    return new MatMul(left, right);
  }

  /** The types of both operands, row-major. */
  List<TensorType> operands(ProductSize size) {
    return List.of(matrix(size.m(), size.k(), left), matrix(size.k(), size.n(), right));
  }

  private static TensorType matrix(int rows, int columns, boolean transposed) {
    Shape shape = transposed ? Shape.of(columns, rows) : Shape.of(rows, columns);
    return new TensorType(DType.FLOAT32, shape);
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
