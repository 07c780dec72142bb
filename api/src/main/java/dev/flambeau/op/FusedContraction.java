package dev.flambeau.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction and what follows it on each of its elements, which need not be stored in between:
 * its epilogue, as libraries of matrix products call it. What it computes is the one and then the
 * other, and so are its bits.
 *
 * <p>Inputs are the contraction's, and then those of the epilogue but for its first.
 *
 * @param epilogue over the contraction's result, its first input; elementwise over all of it
 * @param givesProduct whether the contraction's result is an output too, the first
 */
public record FusedContraction(Contraction contraction, Fused epilogue, boolean givesProduct)
    implements Op {

  /**
   * @throws ShapeMismatchException if the epilogue is not over all of the contraction's result
   * @throws TypeMismatchException if the epilogue has a reduction
   */
  public FusedContraction {
    FusedSpace space = epilogue.space();
    List<TensorType> inputs = epilogue.body().inputs();
    if (space.columnAxes() > 0) {
      throw new TypeMismatchException(
          "fusedContraction: what follows is elementwise, was given " + epilogue);
    }
    if (inputs.isEmpty() || !inputs.get(0).shape().equals(space.shape())) {
      throw new ShapeMismatchException(
          "fusedContraction: what follows is over "
              + space.shape()
              + ", which its first input, the product, must have; its inputs are "
              + inputs);
    }
  }

  /** What the contraction gives. */
  public TensorType product() {
    return epilogue.body().inputs().get(0);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Graph graph = decomposed(inputs);
    return graph.outputs().stream().map(graph.types()::get).toList();
  }

  @Override
  public Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(decomposed(inputs));
  }

  private Graph decomposed(List<TensorType> inputs) {
    int operands = contraction.operands();
    int others = epilogue.body().inputs().size() - 1;
    Check.count(this, inputs, operands + others);
    Graph.Builder graph = Graph.over(inputs);
    List<Value> all = graph.inputs();
    Value product = graph.addAll(contraction, all.subList(0, operands)).get(0);
    List<Value> read = new ArrayList<>(List.of(product));
    read.addAll(all.subList(operands, all.size()));
    List<Value> results = new ArrayList<>(graph.addAll(epilogue, read));
    if (givesProduct) {
      results.add(0, product);
    }
    return graph.build(results);
  }

  /**
   * Its ops: {@code FusedContraction[Linear, Relu]}, or {@code FusedContraction[Linear given, …]}.
   */
  @Override
  public String toString() {
    String first = contraction.toString().replace("[]", "") + (givesProduct ? " given" : "");
    return epilogue.toString().replace("Fused[", "FusedContraction[" + first + ", ");
  }
}
