package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shape over which a fused op computes, seen as rows: the axes that its reductions take are a
 * row's columns, the others its rows. Without reductions a row is a single element.
 *
 * @param shape what inputs stretch to, the axes of rows before those of columns
 * @param columnAxes how many of its last axes reductions take; 0 if there is none
 * @param rowValues the numbers of the values that have one element a row: reductions, what is made
 *     of them, and inputs that only such are made of
 * @param strides for each input, from one element to the next along each axis of the shape: 0 where
 *     it is stretched
 * @param ownStrides those of a tensor that has all elements
 */
public record FusedSpace(
    Shape shape, int columnAxes, BitSet rowValues, List<int[]> strides, int[] ownStrides) {

  /** The rows' shape, the columns gone. */
  public Shape rowShape() {
    return shape.slice(0, shape.rank() - columnAxes);
  }

  /** How many rows there are. */
  public int rows() {
    return rowShape().elements();
  }

  /** How many elements a row has. */
  public int columns() {
    return shape.elements(shape.rank() - columnAxes, shape.rank());
  }

  /** Whether a value has one element a row, not one an element. */
  public boolean isRow(int value) {
    return rowValues.get(value);
  }

  /** Whether rows lie one behind the other: reductions take the last axes, if any. */
  public boolean isDense() {
    return run() == shape.elements();
  }

  /** How many elements follow each other in a tensor that has all of them, at least. */
  public int run() {
    int run = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (shape.size(axis) != 1 && ownStrides[axis] != run) {
        break;
      }
      run *= shape.size(axis);
    }
    return run;
  }

  /** Whether an input has the same element in all columns of a row. */
  public boolean isOneARow(int input) {
    int[] of = strides.get(input);
    return IntStream.range(of.length - columnAxes, of.length).allMatch(axis -> of[axis] == 0);
  }

  /** How an input goes from row to row. */
  public int[] rowStrides(int input) {
    return Arrays.copyOf(strides.get(input), shape.rank() - columnAxes);
  }

  /**
   * The space of a body.
   *
   * @throws ShapeMismatchException if its ops do not have one
   * @throws TypeMismatchException if it has an op that cannot be fused
   */
  static FusedSpace of(Graph body) {
    return new Analysis(body).space();
  }

  private static final class Analysis {
    private final Graph body;
    private final List<TensorType> types;
    private final BitSet rows = new BitSet();
    private final BitSet numbers = new BitSet();
    private final Shape shape;
    private final List<Integer> columns;
    private final @Nullable Shape kept;
    private final @Nullable Shape dropped;

    Analysis(Graph body) {
      this.body = body;
      this.types = body.types();
      Graph.Node reduction =
          body.nodes().stream()
              .filter(node -> node.op() instanceof Reduction)
              .findFirst()
              .orElse(null);
      if (reduction == null) {
        shape = stretched();
        columns = List.of();
        kept = null;
        dropped = null;
      } else {
        Reduction op = (Reduction) reduction.op();
        shape = types.get(reduction.inputs().get(0)).shape();
        columns = op.axes();
        kept = shape.reduce(op.axes(), true);
        dropped = shape.reduce(op.axes(), false);
      }
    }

    /** What all ops stretch to. */
    private Shape stretched() {
      List<TensorType> made = new ArrayList<>();
      body.nodes().forEach(node -> made.addAll(node.outputs()));
      return Check.broadcast(body.nodes().get(0).op(), made);
    }

    FusedSpace space() {
      for (Graph.Node node : body.nodes()) {
        int value = node.firstOutput();
        if (node.op() instanceof Fill) {
          require(node, types.get(value).shape().rank() == 0, "a single number");
          numbers.set(value);
        } else if (isRow(node)) {
          rows.set(value);
        } else {
          checkWide(node);
        }
      }
      List<int[]> strides = new ArrayList<>();
      for (int i = 0; i < body.inputs().size(); i++) {
        strides.add(strides(i));
      }
      for (int output : body.outputs()) {
        boolean isWhole = rows.get(output) || types.get(output).shape().equals(shape);
        if (!isWhole || numbers.get(output)) {
          throw new ShapeMismatchException(
              "fused: gives " + types.get(output) + " over " + shape + ", not all of it");
        }
      }
      int[] sizes = rowsFirst(shape.sizes());
      return new FusedSpace(
          Shape.of(sizes), columns.size(), rows, strides, rowsFirst(shape.strides()));
    }

    /** Of each axis, the axes that stay before those that go. */
    private int[] rowsFirst(int[] ofAxes) {
      return IntStream.concat(
              IntStream.range(0, ofAxes.length).filter(axis -> !columns.contains(axis)),
              columns.stream().mapToInt(axis -> axis))
          .map(axis -> ofAxes[axis])
          .toArray();
    }

    /** Labels, and what numbers of rows without columns are made of, lie along the rows alone. */
    private int[] strides(int input) {
      Shape own = types.get(input).shape();
      List<Graph.Node> readers =
          body.nodes().stream().filter(node -> node.inputs().contains(input)).toList();
      List<Graph.Node> ofRows = readers.stream().filter(this::readsRows).toList();
      boolean areLabels = readers.stream().anyMatch(this::isOneHot);
      boolean areRows =
          !readers.isEmpty()
              && readers.stream().allMatch(node -> isOneHot(node) || ofRows.contains(node));
      if (areRows && !ofRows.isEmpty()) {
        rows.set(input);
      }
      boolean isAlongRows =
          areRows && own.rank() < shape.rank() && ofRows.stream().noneMatch(this::isKept);
      if (isAlongRows) {
        Shape along =
            areLabels ? shape.slice(0, shape.rank() - 1) : Objects.requireNonNull(dropped);
        return Arrays.copyOf(own.broadcastStrides(along), shape.rank());
      }
      boolean isMixed = ofRows.stream().anyMatch(node -> !isKept(node));
      if (areLabels || isMixed && own.elements() != 1) {
        throw new ShapeMismatchException(
            "fused: " + types.get(input) + " is read by rows and by elements of " + shape);
      }
      return rowsFirst(own.broadcastStrides(shape));
    }

    private boolean isOneHot(Graph.Node node) {
      return node.op() instanceof Conversion.OneHot;
    }

    /** Whether an op on rows makes numbers whose axes of columns are there, with size 1. */
    private boolean isKept(Graph.Node node) {
      return types.get(node.firstOutput()).shape().equals(kept);
    }

    private boolean readsRows(Graph.Node node) {
      return rows.get(node.firstOutput()) && !(node.op() instanceof Reduction);
    }

    private boolean isRow(Graph.Node node) {
      Op op = node.op();
      Shape made = types.get(node.firstOutput()).shape();
      if (op instanceof Reduction reduction) {
        checkReduction(node, reduction);
        return true;
      }
      if (op instanceof Movement.Reshape) {
        boolean ofRow = rows.get(node.inputs().get(0));
        require(node, ofRow && isRowShape(made), "one number a row, before and after");
        return true;
      }
      boolean isWide = node.inputs().stream().anyMatch(this::isMadeWide);
      boolean isOneOfEach = isRowShape(made) && !made.equals(shape);
      return Fused.isElementwise(op) && !columns.isEmpty() && !isWide && isOneOfEach;
    }

    private boolean isMadeWide(int value) {
      return value >= body.inputs().size() && !rows.get(value) && !numbers.get(value);
    }

    /** Whether rows lie one behind the other. */
    private boolean areLast() {
      int first = shape.rank() - columns.size();
      return columns.equals(IntStream.range(first, shape.rank()).boxed().toList());
    }

    private boolean isRowShape(Shape made) {
      return made.equals(kept) || made.equals(dropped);
    }

    private void checkReduction(Graph.Node node, Reduction op) {
      Shape of = types.get(node.inputs().get(0)).shape();
      boolean isKind = op instanceof Reduction.Sum || op instanceof Reduction.Max;
      boolean isOfRow = rows.get(node.inputs().get(0));
      require(
          node,
          isKind && op.axes().equals(columns) && !columns.isEmpty() && of.equals(shape) && !isOfRow,
          "a sum or maximum over axes " + columns + " of " + shape);
    }

    private void checkWide(Graph.Node node) {
      Shape made = types.get(node.firstOutput()).shape();
      boolean isKind = Fused.isElementwise(node.op());
      if (node.op() instanceof Conversion.OneHot) {
        boolean isInput = node.inputs().get(0) < body.inputs().size();
        isKind = isInput && made.equals(shape) && areLast();
      }
      require(node, isKind, "elementwise, or a sum or maximum");
      if (!made.broadcastsTo(shape)) {
        throw new ShapeMismatchException(
            "fused: "
                + node.op().name()
                + " is over "
                + made
                + ", the other ops over "
                + shape
                + ". All must stretch to one shape.");
      }
      for (int input : node.inputs()) {
        boolean stretches = !rows.get(input) || types.get(input).shape().equals(kept);
        require(
            node,
            stretches || shape.equals(kept) || dropped.rank() == 0,
            "rows with their axes kept");
      }
    }

    private static void require(Graph.Node node, boolean condition, String expected) {
      if (!condition) {
        throw new TypeMismatchException(
            "fused: takes "
                + expected
                + ", was given "
                + node.op().name()
                + " to "
                + node.outputs());
      }
    }
  }
}
