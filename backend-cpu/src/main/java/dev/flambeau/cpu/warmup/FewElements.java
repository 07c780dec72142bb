package dev.flambeau.cpu.warmup;

import dev.flambeau.cpu.fused.FusedParallel;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes of a fused op the same ops over few elements: what gets code compiled is calls. Single
 * numbers stay single numbers, and what a row has one of stays so.
 */
final class FewElements {
  private static final int ROWS = 8;
  private static final int COLUMNS = 128;
  private static final int MANY_COLUMNS = 2 * FusedParallel.SHORT_ROW;

  /** Pieces of a row that does not lie in one. */
  private static final int PIECES = 4;

  private final Graph body;
  private final FusedSpace space;
  private final int rows;
  private final int columns;
  private final boolean areInPieces;

  private FewElements(Fused op) {
    body = op.body();
    space = op.space();
    boolean isFlat = space.columnAxes() == 0;
    rows = isFlat ? 1 : ROWS;
    areInPieces = !space.isDense();
    columns =
        body.nodes().stream()
            .filter(node -> node.op() instanceof OneHot)
            .map(node -> ((OneHot) node.op()).classes())
            .findFirst()
            .orElse(areInPieces || !FusedParallel.areInPhases(op) ? COLUMNS : MANY_COLUMNS);
  }

  /**
   * The op over few elements, or as it is: where it has a single row, or a single column, what is
   * one of a row cannot be told from a number by its shape.
   */
  static Fused of(Fused op) {
    try {
      return new FewElements(op).few();
    } catch (ShapeMismatchException | TypeMismatchException e) {
      return op;
    }
  }

  private Fused few() {
    List<TensorType> inputs = new ArrayList<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      inputs.add(body.inputs().get(i).with(input(i)));
    }
    Graph.Builder few = Graph.over(inputs);
    Map<Integer, Value> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(i, few.input(i));
    }
    for (Graph.Node node : body.nodes()) {
      List<Value> operands = node.inputs().stream().map(values::get).toList();
      values.put(node.firstOutput(), few.addAll(op(node), operands).get(0));
    }
    return new Fused(few.build(body.outputs().stream().map(values::get).toList()));
  }

  private Shape input(int number) {
    Shape shape = body.inputs().get(number).shape();
    boolean areLabels =
        body.nodes().stream()
            .anyMatch(node -> node.op() instanceof OneHot && node.inputs().contains(number));
    if (shape.elements() == 1 && space.shape().elements() > 1) {
      return areLabels ? Shape.of(rows) : Shape.SCALAR;
    }
    if (areLabels || space.isRow(number)) {
      return row(shape);
    }
    boolean isFlat = space.columnAxes() == 0;
    if (!isFlat && space.isOneARow(number)) {
      return kept();
    }
    boolean goesOn = IntStream.of(space.rowStrides(number)).anyMatch(stride -> stride != 0);
    return goesOn || !isFlat && space.rows() == 1 ? all() : Shape.of(columns);
  }

  /** The shape of what a row has one of: its columns' axes gone, or kept. */
  private Shape row(Shape shape) {
    return shape.rank() == space.shape().rank() ? kept() : Shape.of(rows);
  }

  private Shape all() {
    return areInPieces ? Shape.of(PIECES, rows, columns) : Shape.of(rows, columns);
  }

  private Shape kept() {
    return areInPieces ? Shape.of(1, rows, 1) : Shape.of(rows, 1);
  }

  private List<Integer> axes() {
    return areInPieces ? List.of(0, 2) : List.of(1);
  }

  private Op op(Graph.Node node) {
    Op op = node.op();
    Shape shape = node.outputs().get(0).shape();
    if (op instanceof Reduction.Sum sum) {
      return new Reduction.Sum(axes(), sum.keepDim());
    }
    if (op instanceof Reduction.Max max) {
      return new Reduction.Max(axes(), max.keepDim());
    }
    if (op instanceof Movement.Reshape) {
      return new Movement.Reshape(row(shape));
    }
    if (op instanceof Movement.Expand) {
      boolean isRow = space.isRow(node.firstOutput());
      return new Movement.Expand(isRow ? row(shape) : all());
    }
    return op;
  }
}
