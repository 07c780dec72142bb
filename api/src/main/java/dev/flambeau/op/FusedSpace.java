package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shape over which a fused op computes, seen as rows: the axes that its reductions take are a
 * row's columns, those before them its rows. Without reductions a row is a single element.
 *
 * @param shape what inputs stretch to
 * @param columnAxes how many of its last axes reductions take; 0 if there is none
 * @param rowValues the numbers of the values that have one element a row: reductions, what is made
 *     of them, and inputs that only such are made of
 * @param strides for each input, from one element to the next along each axis of the shape: 0 where
 *     it is stretched
 */
public record FusedSpace(Shape shape, int columnAxes, BitSet rowValues, List<int[]> strides) {

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
    private final int columnAxes;
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
        columnAxes = 0;
        kept = null;
        dropped = null;
      } else {
        Reduction op = (Reduction) reduction.op();
        shape = types.get(reduction.inputs().get(0)).shape();
        columnAxes = op.axes().size();
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
      return new FusedSpace(shape, columnAxes, rows, strides);
    }

    /** Labels, and what only numbers of rows are made of, lie along the first axes. */
    private int[] strides(int input) {
      Shape own = types.get(input).shape();
      List<Graph.Node> readers =
          body.nodes().stream().filter(node -> node.inputs().contains(input)).toList();
      boolean areRows =
          !readers.isEmpty()
              && readers.stream()
                  .allMatch(node -> node.op() instanceof Conversion.OneHot || readsRows(node));
      boolean hasRows = readers.stream().anyMatch(this::readsRows);
      if (areRows && hasRows) {
        rows.set(input);
      }
      if (areRows && own.rank() < shape.rank()) {
        int[] sizes = own.sizes();
        int[] padded = Arrays.copyOf(sizes, shape.rank());
        Arrays.fill(padded, sizes.length, padded.length, 1);
        return Shape.of(padded).broadcastStrides(shape);
      }
      boolean areLabels = readers.stream().anyMatch(node -> node.op() instanceof Conversion.OneHot);
      if (areLabels || hasRows && !own.equals(kept) && own.elements() != 1) {
        throw new ShapeMismatchException(
            "fused: " + types.get(input) + " is read by rows and by elements of " + shape);
      }
      return own.broadcastStrides(shape);
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
      return Fused.isElementwise(op) && columnAxes > 0 && !isWide && isOneOfEach;
    }

    private boolean isMadeWide(int value) {
      return value >= body.inputs().size() && !rows.get(value) && !numbers.get(value);
    }

    private boolean isRowShape(Shape made) {
      return made.equals(kept) || made.equals(dropped);
    }

    private void checkReduction(Graph.Node node, Reduction op) {
      Shape of = types.get(node.inputs().get(0)).shape();
      int first = shape.rank() - columnAxes;
      boolean isLast = op.axes().equals(IntStream.range(first, shape.rank()).boxed().toList());
      boolean isKind = op instanceof Reduction.Sum || op instanceof Reduction.Max;
      boolean isOfRow = rows.get(node.inputs().get(0));
      require(
          node,
          isKind && isLast && columnAxes > 0 && of.equals(shape) && !isOfRow,
          "a sum or maximum over the last axes of " + shape);
    }

    private void checkWide(Graph.Node node) {
      Shape made = types.get(node.firstOutput()).shape();
      boolean isKind = Fused.isElementwise(node.op());
      if (node.op() instanceof Conversion.OneHot) {
        isKind = node.inputs().get(0) < body.inputs().size() && made.equals(shape);
      }
      require(node, isKind, "elementwise, or a sum or maximum over last axes");
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
