package dev.flambeau.cpu.parallel;

import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fused op with a product in it, as this and what follows from it.
 *
 * @param node the product
 * @param rest what follows: its inputs are some of the fused op's, and then the product
 * @param operands which of the fused op's inputs the rest reads
 * @param output which output holds the product until the rest is done: its own, or the only one,
 *     whose elements take the places of the product's
 * @param isKept whether that output is the product, and not the rest's
 */
public record FusedProduct(
    Graph.Node node, Fused rest, List<Integer> operands, int output, boolean isKept) {

  /** If there is a product of two matrices in it that an output has room for, and no sum. */
  public static Optional<FusedProduct> of(Fused op) {
    Graph body = op.body();
    List<Graph.Node> products = body.nodes().stream().filter(FusedProduct::isProduct).toList();
    boolean sums = body.nodes().stream().anyMatch(node -> node.op() instanceof Reduction);
    if (products.isEmpty() || body.nodes().size() == 1 || sums) {
      return Optional.empty();
    }
    Graph.Node product = products.get(0);
    int kept = body.outputs().indexOf(product.firstOutput());
    boolean hasRoom = kept >= 0 || body.outputs().size() == 1 && isFloat(body);
    if (!isOfMatrices(product) || !hasRoom) {
      return Optional.empty();
    }
    List<Graph.Node> others = body.nodes().stream().filter(node -> node != product).toList();
    List<Integer> operands =
        others.stream()
            .flatMap(node -> node.inputs().stream())
            .filter(input -> input < body.inputs().size())
            .distinct()
            .toList();
    List<Integer> read = new ArrayList<>(operands);
    read.add(product.firstOutput());
    List<Integer> given = new ArrayList<>(body.outputs());
    given.remove((Integer) product.firstOutput());
    Fused rest = new Fused(body.part(others, read, given));
    return Optional.of(new FusedProduct(product, rest, operands, Math.max(kept, 0), kept >= 0));
  }

  private static boolean isProduct(Graph.Node node) {
    return node.op() instanceof Contraction;
  }

  /** Whether the first output is of floats, as a product is. */
  private static boolean isFloat(Graph body) {
    return body.types().get(body.outputs().get(0)).dtype() == DType.FLOAT32;
  }

  private static boolean isOfMatrices(Graph.Node product) {
    Shape shape = product.outputs().get(0).shape();
    return product.op() instanceof Contraction.Linear || shape.elements(0, shape.rank() - 2) == 1;
  }
}
