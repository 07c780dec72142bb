package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.List;

/** Optimizer updates, in place: optimizer_update.cl. */
final class OptimizerLaunches {
  private OptimizerLaunches() {}

  static void sgd(SgdUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    boolean plain = op.momentum() == 0;
    String kernel = plain ? "optimizer_update_sgd" : "optimizer_update_sgd_momentum";
    Launch launch = begin(kernel, op, inputs, outputs, launcher);
    if (!plain) {
      launch.number(op.momentum());
    }
    over(launch.number(op.weightDecay()), outputs);
  }

  static void adam(AdamUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    over(
        begin("optimizer_update_adam", op, inputs, outputs, launcher)
            .number(op.beta1())
            .number(1 - op.beta1())
            .number(op.beta2())
            .number(1 - op.beta2())
            .number(op.epsilon())
            .number(op.weightDecay()),
        outputs);
  }

  /** Each state's output is its input; then the gradient and the scalars. */
  private static Launch begin(
      String kernel, OptimizerUpdate op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Launch launch = launcher.launch(kernel);
    outputs.forEach(launch::view);
    inputs.subList(op.states(), inputs.size()).forEach(launch::view);
    return launch;
  }

  private static void over(Launch launch, List<View> outputs) {
    int n = outputs.get(0).type().elements();
    launch.number(n).overElements(n);
  }
}
