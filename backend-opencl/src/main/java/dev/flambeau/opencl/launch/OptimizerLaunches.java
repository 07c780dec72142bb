package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.List;

/** Optimizer updates, in place: optimizer_update.cl. */
final class OptimizerLaunches {
  /**
   * Parameters that a launch takes; of each five arguments or more, so that all fit 1,024 bytes.
   */
  private static final int SLOTS = 8;

  private OptimizerLaunches() {}

  static void sgd(SgdUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    boolean plain = op.momentum() == 0;
    List<Float> numbers =
        plain ? List.of(op.weightDecay()) : List.of(op.momentum(), op.weightDecay());
    String kernel = plain ? "optimizer_update_sgd" : "optimizer_update_sgd_momentum";
    update(kernel, op, inputs, numbers, launcher);
  }

  static void adam(AdamUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    float beta1 = op.beta1();
    float beta2 = op.beta2();
    List<Float> numbers =
        List.of(beta1, 1 - beta1, beta2, 1 - beta2, op.epsilon(), op.weightDecay());
    update("optimizer_update_adam", op, inputs, numbers, launcher);
  }

  private static void update(
      String kernel,
      OptimizerUpdate op,
      List<View> inputs,
      List<Float> numbers,
      Launcher launcher) {
    List<List<View>> all = op.operands(inputs);
    int parameters = all.size();
    int next = 0;
    while (next < parameters) {
      Launch launch = launcher.launch(kernel);
      int items = 0;
      for (int slot = 0; slot < SLOTS; slot++) {
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
      numbers.forEach(launch::number);
      if (items > 0) {
        launch.overItems(items);
      }
    }
  }
}
