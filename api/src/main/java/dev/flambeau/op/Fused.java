package dev.flambeau.op;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ops as one, so that values in between need no memory of their own. What it computes is its body,
 * op by op, and so are its bits.
 *
 * <p>Its ops are elementwise over one shape, the space, to which inputs and numbers stretch. Among
 * them may be sums and maxima over the same axes of the space, whose results, one number a row, may
 * be read again.
 *
 * <p>A class, not a record, since what it knows of its body is asked for at each run.
 */
public final class Fused implements Op {
  private final Graph body;
  private final FusedSpace space;
  private final boolean isByRows;
  private final int hash;

  /**
   * These ops as one.
   *
   * @throws ShapeMismatchException if the body is empty, or its ops have no space in common
   * @throws TypeMismatchException if it has an op that cannot be fused, or an output that no node
   *     makes, or one that stands twice
   */
  public Fused(Graph body) {
    if (body.nodes().isEmpty() || body.outputs().isEmpty()) {
      throw new ShapeMismatchException("fused: takes one op or more, and one output or more");
    }
    Set<Integer> outputs = new HashSet<>(body.outputs());
    if (outputs.size() < body.outputs().size()
        || outputs.stream().anyMatch(output -> output < body.inputs().size())) {
      throw new TypeMismatchException(
          "fused: its outputs are made by its ops, each stands once; were given " + body.outputs());
    }
    this.body = body;
    this.space = FusedSpace.of(body);
    this.isByRows = isByRows(body, space);
    this.hash = body.hashCode();
  }

  /** Whether an op computes each element from one element of each input, in place of the same. */
  public static boolean isElementwise(Op op) {
    return Elementwise.isPrimitive(op.getClass())
        || op instanceof Movement.Expand
        || op instanceof Conversion.Cast;
  }

  private static boolean isByRows(Graph body, FusedSpace space) {
    List<Graph.Node> reduced =
        body.nodes().stream().filter(node -> space.isRow(node.firstOutput())).toList();
    if (reduced.size() != 1 || !(reduced.get(0).op() instanceof Reduction.Sum)) {
      return !reduced.isEmpty();
    }
    int sum = reduced.get(0).firstOutput();
    return body.nodes().stream().anyMatch(node -> node.inputs().contains(sum));
  }

  /** The ops. */
  public Graph body() {
    return body;
  }

  /** The shape over which it computes, as rows and columns. */
  public FusedSpace space() {
    return space;
  }

  /**
   * Whether it is computed row by row: it has reductions, and not one sum alone that nothing reads.
   */
  public boolean isByRows() {
    return isByRows;
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return body.infer(this, inputs);
  }

  @Override
  public Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(body);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Fused fused && hash == fused.hash && body.equals(fused.body);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Its ops: {@code Fused[Sub, Mul, Sum[axes=[1], keepDim=false]]}. */
  @Override
  public String toString() {
    return body.nodes().stream()
        .map(node -> node.op().toString().replace("[]", ""))
        .collect(Collectors.joining(", ", "Fused[", "]"));
  }
}
