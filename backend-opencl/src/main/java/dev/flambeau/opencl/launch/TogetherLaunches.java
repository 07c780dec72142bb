package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Together;
import java.util.ArrayList;
import java.util.List;

/** Products that do not depend on each other, each with what was fused to it. */
final class TogetherLaunches {
  private TogetherLaunches() {}

  /** As many as a launch takes, of those that their own rows take. */
  static boolean takes(Together op, List<TensorType> inputs, Limits limits) {
    return op.body().nodes().size() <= ContractionLaunches.PRODUCTS
        && op.body().nodes().stream().allMatch(node -> takes(node, inputs, limits));
  }

  private static boolean takes(Graph.Node node, List<TensorType> inputs, Limits limits) {
    List<TensorType> types = node.inputs().stream().map(inputs::get).toList();
    if (node.op() instanceof Fused fused) {
      return EndedProduct.of(fused).filter(ended -> ended.isTaken(types, limits)).isPresent();
    }
    return node.op() instanceof Contraction product
        && ContractionLaunches.takes(product, types, limits);
  }

  static void run(Together op, List<View> inputs, List<View> outputs, Launcher launcher) {
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Graph.Node node = op.body().nodes().get(i); // each has one output
      View output = outputs.get(i);
      if (output.type().elements() > 0) {
        products.add(product(node, node.inputs().stream().map(inputs::get).toList(), output));
      }
    }
    ContractionLaunches.together(products, launcher);
  }

  private static Product product(Graph.Node node, List<View> inputs, View output) {
    return node.op() instanceof Fused fused
        ? EndedProduct.of(fused).orElseThrow().on(inputs, output)
        : Product.of((Contraction) node.op(), inputs, Epilogue.Then.NOTHING, List.of(), output);
  }
}
