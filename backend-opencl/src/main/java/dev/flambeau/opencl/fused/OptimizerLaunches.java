package dev.flambeau.opencl.fused;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.opencl.fused.WrittenUpdate.Kind;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import java.util.List;

/**
 * Optimizer updates, in place, by a kernel that is written for the rule: {@link OptimizerSource}.
 */
public final class OptimizerLaunches {
  private final LruCache<Kind, WrittenUpdate> known = new LruCache<>();

  public void run(OptimizerUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    List<List<View>> all = op.operands(inputs);
    int parameters = all.size();
    boolean hasOffsets = inputs.stream().anyMatch(view -> view.offset() != 0);
    WrittenUpdate written =
        known.get(
            Kind.of(op, parameters, hasOffsets),
            kind -> WrittenUpdate.of(kind, launcher.argumentBytes()));
    int next = 0;
    while (next < parameters) {
      Launch launch = launcher.launchWritten(written.source(), FusedText.KERNEL);
      int items = 0;
      for (int slot = 0; slot < written.slots(); slot++) {
        List<View> operands = all.get(Math.min(next, parameters - 1));
        int elements = operands.get(0).type().elements();
        boolean fits =
            next < parameters && items + (long) launch.items(elements) <= Integer.MAX_VALUE;
        launch.number(fits ? elements : 0);
        operands.forEach(hasOffsets ? launch::view : launch::memory);
        if (fits) {
          items += launch.items(elements);
          next++;
        }
      }
      launch.view(inputs.get(inputs.size() - 1));
      FusedText.pass(written.rule().body(), launch);
      if (items > 0) {
        launch.overItems(items);
      }
    }
  }
}
