package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Fused;
import dev.flambeau.op.OptimizerUpdate;
import java.util.List;

/**
 * Optimizer updates, in place, by a kernel that is written for the rule: {@link OptimizerSource}.
 */
final class OptimizerLaunches {
  /** What a kernel's arguments may take of the 1,024 bytes that every device has, in bytes. */
  private static final int MOST_BYTES = 900;

  private static final int TENSOR_BYTES = 12;
  private static final int NUMBER_BYTES = 4;
  private static final int MOST_SLOTS = 8;

  private OptimizerLaunches() {}

  /** Parameters that a launch takes. */
  private static int slots(OptimizerUpdate op) {
    int each = NUMBER_BYTES + TENSOR_BYTES * (op.states() + 1);
    return Math.max(1, Math.min(MOST_SLOTS, MOST_BYTES / each));
  }

  static void run(OptimizerUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    List<List<View>> all = op.operands(inputs);
    int parameters = all.size();
    int slots = slots(op);
    Fused rule = op.rule(all.get(0).get(0).type());
    String source = OptimizerSource.of(op, rule, slots);
    int next = 0;
    while (next < parameters) {
      Launch launch = launcher.launchWritten(source, FusedText.KERNEL);
      int items = 0;
      for (int slot = 0; slot < slots; slot++) {
        List<View> operands = all.get(Math.min(next, parameters - 1));
        int elements = operands.get(0).type().elements();
        boolean fits =
            next < parameters && items + (long) launch.items(elements) <= Integer.MAX_VALUE;
        launch.number(fits ? elements : 0);
        operands.forEach(launch::view);
        if (fits) {
          items += launch.items(elements);
          next++;
        }
      }
      launch.view(inputs.get(inputs.size() - 1));
      FusedText.pass(rule.body(), launch);
      if (items > 0) {
        launch.overItems(items);
      }
    }
  }
}
