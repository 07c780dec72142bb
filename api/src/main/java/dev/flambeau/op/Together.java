package dev.flambeau.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ops that do not depend on each other as one, so that a device may compute them side by side. What
 * it computes is its body, op by op, and so are its bits.
 *
 * @param body the ops: each reads inputs alone, and all that they make are outputs, in their order
 */
public record Together(Graph body) implements Op {

  /**
   * @throws ShapeMismatchException if there are fewer than two ops
   * @throws TypeMismatchException if one of them reads what another makes, or not all that they
   *     make is given back
   */
  public Together {
    if (body.nodes().size() < 2) {
      throw new ShapeMismatchException(
          "together: takes two ops or more, was given " + body.nodes().size());
    }
    List<Integer> made = new ArrayList<>();
    for (Graph.Node node : body.nodes()) {
      if (node.inputs().stream().anyMatch(input -> input >= body.inputs().size())) {
        throw new TypeMismatchException(
            "together: " + node.op().name() + " reads what another of its ops makes");
      }
      made.addAll(node.outputIds());
    }
    if (!made.equals(body.outputs())) {
      throw new TypeMismatchException(
          "together: its outputs are all that its ops make, "
              + made
              + ", were given "
              + body.outputs());
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return body.infer(this, inputs);
  }

  @Override
  public Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(body);
  }

  /** Its ops: {@code Together[MatMul[…], Linear]}. */
  @Override
  public String toString() {
    return body.nodes().stream()
        .map(node -> node.op().toString())
        .collect(Collectors.joining(", ", "Together[", "]"));
  }
}
