package dev.flambeau.op;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ops as one, so that values in between need no memory of their own. What it computes is its body,
 * op by op, and so are its bits.
 *
 * <p>Every node of the body is elementwise and gives elements of one shape, the space, to which
 * inputs stretch. One contraction may be among them, which gives the space too; and sums over the
 * last axes of the space may end it.
 *
 * @param body the ops
 */
public record Fused(Graph body) implements Op {

  /**
   * @throws ShapeMismatchException if the body is empty, or has a node of another shape
   * @throws TypeMismatchException if it has a node that is neither elementwise nor a last sum nor
   *     the one contraction of inputs, or an output that no node makes, or one that stands twice
   */
  public Fused {
    if (body.nodes().isEmpty() || body.outputs().isEmpty()) {
      throw new ShapeMismatchException("fused: takes one op or more, and one output or more");
    }
    Set<Integer> outputs = new HashSet<>(body.outputs());
    if (outputs.size() < body.outputs().size()
        || outputs.stream().anyMatch(output -> output < body.inputs().size())) {
      throw new TypeMismatchException(
          "fused: its outputs are made by its ops, each stands once; were given " + body.outputs());
    }
    checkNodes(body);
  }

  private static void checkNodes(Graph body) {
    Shape space = space(body);
    List<TensorType> types = body.types();
    Set<Integer> sums = new HashSet<>();
    int contractions = 0;
    for (Graph.Node node : body.nodes()) {
      List<TensorType> operands = node.inputs().stream().map(types::get).toList();
      if (!Collections.disjoint(node.inputs(), sums)) {
        throw new TypeMismatchException(
            "fused: a sum ends it, and " + node.op().name() + " reads one");
      }
      if (isElementwise(node.op())) {
        checkShape(node, node.outputs().get(0).shape(), space);
      } else if (isLastSum(node.op(), operands)) {
        checkShape(node, operands.get(0).shape(), space);
        sums.add(node.firstOutput());
      } else if (isContractionOfInputs(node, body) && contractions++ == 0) {
        checkShape(node, node.outputs().get(0).shape(), space);
      } else {
        throw new TypeMismatchException(
            "fused: takes elementwise ops, one contraction of inputs among them, then sums over"
                + " last axes, was given "
                + node.op().name());
      }
    }
  }

  private static boolean isContractionOfInputs(Graph.Node node, Graph body) {
    return node.op() instanceof Contraction
        && node.inputs().stream().allMatch(input -> input < body.inputs().size());
  }

  private static void checkShape(Graph.Node node, Shape shape, Shape space) {
    if (!shape.equals(space)) {
      throw new ShapeMismatchException(
          "fused: "
              + node.op().name()
              + " is over "
              + shape
              + ", the ops before it over "
              + space
              + ". All must have one shape.");
    }
  }

  /** Whether an op computes each element from one element of each input, in place of the same. */
  public static boolean isElementwise(Op op) {
    return op instanceof Unary
        || op instanceof Binary
        || op instanceof Compare
        || op instanceof Ternary
        || op instanceof Movement.Expand
        || op instanceof Conversion.Cast;
  }

  /** Whether an op sums over the last axes of its input. */
  public static boolean isLastSum(Op op, List<TensorType> inputs) {
    if (!(op instanceof Reduction.Sum sum) || sum.axes().isEmpty()) {
      return false;
    }
    int rank = inputs.get(0).shape().rank();
    return sum.axes().get(0) == rank - sum.axes().size();
  }

  /** The shape that all ops of a body have before they are summed. */
  private static Shape space(Graph body) {
    Graph.Node first = body.nodes().get(0);
    return first.op() instanceof Reduction
        ? body.types().get(first.inputs().get(0)).shape()
        : first.outputs().get(0).shape();
  }

  /** The shape over which it computes. */
  public Shape space() {
    return space(body);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return body.infer(this, inputs);
  }

  @Override
  public Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(body);
  }

  /** Its ops: {@code Fused[Sub, Mul, Sum[axes=[1], keepDim=false]]}. */
  @Override
  public String toString() {
    return body.nodes().stream()
        .map(node -> node.op().toString().replace("[]", ""))
        .collect(Collectors.joining(", ", "Fused[", "]"));
  }
}
