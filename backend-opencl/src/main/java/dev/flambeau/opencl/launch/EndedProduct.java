package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Compare.Less;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary.Where;
import dev.flambeau.op.Unary.Relu;
import java.util.List;
import java.util.Optional;

/**
 * A fused op that is a product and an {@link Epilogue}.
 *
 * @param product the node of the product
 * @param operands the inputs that the epilogue reads
 */
record EndedProduct(Graph.Node product, Epilogue.Then then, List<Integer> operands) {
  /** What there is of it in a fused op; nothing if its kernels compute something else. */
  static Optional<EndedProduct> of(Fused op) {
    Graph body = op.body();
    return product(body)
        .filter(product -> body.outputs().equals(List.of(body.types().size() - 1)))
        .flatMap(
            product ->
                switch (body.nodes().size()) {
                  case 2 -> relu(body, product);
                  case 3 -> whereAbove(body, product);
                  default -> Optional.empty();
                });
  }

  private static Optional<Graph.Node> product(Graph body) {
    return body.nodes().stream().filter(node -> node.op() instanceof Contraction).findFirst();
  }

  private static Optional<EndedProduct> relu(Graph body, Graph.Node product) {
    Graph.Node last = body.nodes().get(1);
    return last.op() instanceof Relu && last.inputs().equals(List.of(product.firstOutput()))
        ? Optional.of(new EndedProduct(product, Epilogue.Then.RELU, List.of()))
        : Optional.empty();
  }

  /** {@code limit < above ? product : limit}, of a limit that is one number. */
  private static Optional<EndedProduct> whereAbove(Graph body, Graph.Node product) {
    Graph.Node compare = body.nodes().get(body.nodes().indexOf(product) == 0 ? 1 : 0);
    Graph.Node last = body.nodes().get(2);
    if (!(compare.op() instanceof Less) || !(last.op() instanceof Where)) {
      return Optional.empty();
    }
    int limit = compare.inputs().get(0);
    int above = compare.inputs().get(1);
    boolean fits =
        last.inputs().equals(List.of(compare.firstOutput(), product.firstOutput(), limit))
            && isInput(body, limit)
            && isInput(body, above)
            && body.types().get(limit).elements() == 1
            && body.types().get(above).equals(product.outputs().get(0));
    return fits
        ? Optional.of(new EndedProduct(product, Epilogue.Then.WHERE_ABOVE, List.of(above, limit)))
        : Optional.empty();
  }

  private static boolean isInput(Graph body, int value) {
    return value < body.inputs().size();
  }

  /** Whether the product's own row takes it. */
  boolean isTaken(List<TensorType> inputs, Limits limits) {
    List<TensorType> types = product.inputs().stream().map(inputs::get).toList();
    return product.op() instanceof Contraction op && ContractionLaunches.takes(op, types, limits);
  }

  /** As the kernels take it, of these inputs and into this output. */
  Product on(List<View> inputs, View output) {
    Op op = product.op();
    List<View> factors = product.inputs().stream().map(inputs::get).toList();
    List<View> read = operands.stream().map(inputs::get).toList();
    return Product.of((Contraction) op, factors, then, read, output);
  }
}
