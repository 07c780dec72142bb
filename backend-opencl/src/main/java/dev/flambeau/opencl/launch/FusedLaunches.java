package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Elementwise ops as one kernel, which is written for them: {@link FusedSource}. */
final class FusedLaunches {
  /** What an element of a row costs in rounds of loops, its functions being hard to round. */
  private static final long ROUNDS = 4;

  private FusedLaunches() {}

  static boolean takes(Fused op, List<TensorType> inputs, Limits limits) {
    Graph body = op.body();
    if (hasProduct(body)) {
      return EndedProduct.of(op).filter(product -> product.isTaken(inputs, limits)).isPresent();
    }
    FusedWalks walks = FusedWalks.of(op);
    return op.space().elements() > 0
        && body.types().stream().allMatch(type -> type.dtype() != DType.FLOAT64)
        && walks.areSimple()
        && (!op.isByRows() || takesRows(walks, limits));
  }

  /** Every op is met at most once for each reduction and once more. */
  private static boolean takesRows(FusedWalks walks, Limits limits) {
    return walks.values() <= FusedRowsSource.MOST_COLUMNS && limits.admits(walks.values() * ROUNDS);
  }

  private static boolean hasProduct(Graph body) {
    return body.nodes().stream().anyMatch(node -> node.op() instanceof Contraction);
  }

  static void run(Fused op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Optional<EndedProduct> product = EndedProduct.of(op);
    if (product.isPresent()) {
      ContractionLaunches.run(product.get().on(inputs, outputs.get(0)), launcher);
      return;
    }
    FusedWalks walks = FusedWalks.of(op);
    if (op.isByRows()) {
      String source = FusedRowsSource.of(op, walks);
      Launch launch = begin(source, op, walks, inputs, outputs, launcher);
      launch.groups(op.rows().rows(), ReductionLaunches.LANES);
      return;
    }
    int blocks = walks.blocks();
    if (blocks == 1) {
      launch(op, walks, inputs, outputs, launcher);
      return;
    }
    int rows = walks.outer().elements();
    int sum = FusedSource.sum(op.body());
    try (Scratch partial = launcher.scratch(DType.FLOAT32, rows * blocks)) {
      View sums = partial.view(rows * blocks);
      List<View> targets = new ArrayList<>(outputs);
      targets.set(sum, sums);
      launch(op, walks, inputs, targets, launcher);
      ReductionLaunches.sumRows(sums, rows, blocks, outputs.get(sum), launcher);
    }
  }

  private static void launch(
      Fused op, FusedWalks walks, List<View> inputs, List<View> outputs, Launcher launcher) {
    boolean inVectors = launcher.parameters().hasVectors();
    String source = FusedSource.of(op, walks, inVectors);
    Launch launch = begin(source, op, walks, inputs, outputs, launcher);
    if (!walks.areRows()) {
      launch.overElements(walks.values());
      return;
    }
    int results = walks.outer().elements() * walks.blocks();
    launch
        .number(walks.blocks())
        .number(results)
        .groups(results, inVectors ? 1 : ReductionLaunches.LANES);
  }

  /** A launch with the arguments of {@link FusedText}. */
  private static Launch begin(
      String source,
      Fused op,
      FusedWalks walks,
      List<View> inputs,
      List<View> outputs,
      Launcher launcher) {
    Launch launch = launcher.launchWritten(source, FusedText.KERNEL);
    inputs.forEach(launch::view);
    outputs.forEach(launch::view);
    if (walks.areStrided()) {
      launch.numbers(walks.outer().sizesOf8());
      for (int i = 0; i < inputs.size(); i++) {
        launch.numbers(walks.outer().stridesOf8(i));
      }
    }
    FusedText.pass(op.body(), launch);
    return launch.number(walks.values());
  }
}
