package dev.flambeau.opencl.fused;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.ReductionLaunches;
import dev.flambeau.opencl.launch.Scratch;
import java.util.ArrayList;
import java.util.List;

/** Elementwise ops as one kernel, which is written for them: {@link FusedSource}. */
public final class FusedLaunches {
  /** What an element of a row costs in rounds of loops, its functions being hard to round. */
  private static final long ROUNDS = 4;

  /**
   * Sums and maxima of one kernel at most. Each has barriers, which PoCL's compiler multiplies with
   * each other: 2 s for 3 sums, 8 for 4, 69 for 5.
   */
  private static final int MOST_REDUCTIONS = 3;

  private final LruCache<Fused, WrittenFused> known = new LruCache<>();

  public static boolean takes(Fused op, List<TensorType> inputs, Limits limits) {
    Graph body = op.body();
    FusedIndexing walks = FusedIndexing.of(op);
    return op.space().shape().elements() > 0
        && op.space().isDense()
        && body.types().stream().allMatch(type -> type.dtype() != DType.FLOAT64)
        && walks.areSimple()
        && (!op.isByRows() || takesRows(walks, limits) && reductions(op) <= MOST_REDUCTIONS);
  }

  private static long reductions(Fused op) {
    return op.body().nodes().stream().filter(node -> node.op() instanceof Reduction).count();
  }

  /** Every op is met at most once for each reduction and once more. */
  private static boolean takesRows(FusedIndexing walks, Limits limits) {
    return walks.values() <= FusedRowsSource.MOST_COLUMNS && limits.admits(walks.values() * ROUNDS);
  }

  public void run(Fused op, List<View> inputs, List<View> outputs, Launcher launcher) {
    WrittenFused written =
        known.get(op, key -> WrittenFused.of(key, launcher.parameters().hasVectors()));
    FusedIndexing walks = written.walks();
    if (op.isByRows()) {
      begin(written, op, inputs, outputs, launcher)
          .groups(op.space().rows(), ReductionLaunches.LANES);
    } else if (walks.blocks() == 1) {
      launch(written, op, inputs, outputs, launcher);
    } else {
      sumInBlocks(written, op, inputs, outputs, launcher);
    }
  }

  /** Sums each block, then the blocks' sums. */
  private static void sumInBlocks(
      WrittenFused written, Fused op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int blocks = written.walks().blocks();
    int rows = written.walks().outer().elements();
    int sum = FusedSource.sum(op.body());
    try (Scratch partial = launcher.scratch(DType.FLOAT32, rows * blocks)) {
      View sums = partial.view(rows * blocks);
      List<View> targets = new ArrayList<>(outputs);
      targets.set(sum, sums);
      launch(written, op, inputs, targets, launcher);
      ReductionLaunches.sumRows(sums, rows, blocks, outputs.get(sum), launcher);
    }
  }

  private static void launch(
      WrittenFused written, Fused op, List<View> inputs, List<View> outputs, Launcher launcher) {
    FusedIndexing walks = written.walks();
    Launch launch = begin(written, op, inputs, outputs, launcher);
    if (!walks.areRows()) {
      launch.overElements(walks.values());
      return;
    }
    int results = walks.outer().elements() * walks.blocks();
    launch
        .number(walks.blocks())
        .number(results)
        .groups(results, launcher.parameters().hasVectors() ? 1 : ReductionLaunches.LANES);
  }

  /** A launch with the arguments of {@link FusedText}. */
  private static Launch begin(
      WrittenFused written, Fused op, List<View> inputs, List<View> outputs, Launcher launcher) {
    FusedIndexing walks = written.walks();
    Launch launch = launcher.launchWritten(written.source(), FusedText.KERNEL);
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
