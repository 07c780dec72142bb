package dev.flambeau.train;

import dev.flambeau.nn.Loss;
import dev.flambeau.nn.LossFunction;
import dev.flambeau.nn.Module;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.Shape;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward, loss, backward, update: one step of training on a batch, over and over.
 *
 * <p>A captured step is recorded the first time that it meets a shape of batch, and replayed as a
 * plan from then on ({@link CapturedStep}); an eager one runs op by op. The weights are the same,
 * bit for bit. A model whose forward pass does other ops from step to step, or reads a value back,
 * must be trained eagerly. After a step the parameters have no gradients.
 */
public final class TrainingStep implements AutoCloseable {
  /** For more shapes than these a step is run op by op: each plan holds memory. */
  private static final int MOST_PLANS = 16;

  private record Captured(Shape input, Shape target, CapturedStep step, Loss loss) {}

  private final Module model;
  private final LossFunction lossFunction;
  private final Optimizer optimizer;
  private final Runnable advance; // one object for all steps
  private final boolean captures;
  private final List<Captured> plans = new ArrayList<>();

  /** Where the first plan was recorded: what each run brings to a plan is asked for there. */
  private @Nullable CallSite site;

  private boolean hasRun;
  private @Nullable Tensor eagerLoss;

  private TrainingStep(
      Module model, LossFunction lossFunction, Optimizer optimizer, boolean captures) {
    this.model = model;
    this.lossFunction = lossFunction;
    this.optimizer = optimizer;
    this.advance = optimizer::advance;
    this.captures = captures;
  }

  /** A step that is recorded and replayed. Model and optimizer outlive it. */
  public static TrainingStep captured(Module model, LossFunction loss, Optimizer optimizer) {
    return new TrainingStep(model, loss, optimizer, true);
  }

  /** A step that is run op by op. */
  public static TrainingStep eager(Module model, LossFunction loss, Optimizer optimizer) {
    return new TrainingStep(model, loss, optimizer, false);
  }

  /**
   * Trains on one batch.
   *
   * @return the loss before the update; the next run frees or overwrites it
   * @throws dev.flambeau.tensor.CaptureException if it is to be captured and cannot be
   * @throws dev.flambeau.backend.OutOfDeviceMemoryException if there is no room; parameters and
   *     optimizer are as they were, and the step can be run again
   * @throws dev.flambeau.backend.DeviceFaultException if the device fails; parameters and the
   *     optimizer's state are void, and the optimizer's count is as it was
   */
  public Loss run(Tensor input, Tensor target) {
    long before = optimizer.steps();
    try {
      Loss loss = runCounted(input, target);
      hasRun = true;
      return loss;
    } catch (RuntimeException | Error e) {
      optimizer.steps(before);
      optimizer.zeroGrad();
      throw e;
    }
  }

  private Loss runCounted(Tensor input, Tensor target) {
    CallSite.during(site, advance);
    Captured known = find(input.shape(), target.shape());
    if (known != null) {
      known.step().run(List.of(input, target));
      return known.loss();
    }
    // The first run makes the optimizer's state, which must be there before what is recorded.
    boolean isEager = !captures || !hasRun || plans.size() == MOST_PLANS;
    return isEager ? runEagerly(input, target) : capture(input, target);
  }

  private @Nullable Captured find(Shape input, Shape target) {
    for (int i = 0; i < plans.size(); i++) { // an iterator would be an object a step
      Captured plan = plans.get(i);
      if (plan.input().equals(input) && plan.target().equals(target)) {
        return plan;
      }
    }
    return null;
  }

  private Loss capture(Tensor input, Tensor target) {
    Device device = input.device();
    CapturedStep step =
        CapturedStep.record(
            device, List.of(input, target), in -> List.of(compute(in.get(0), in.get(1))));
    Loss loss = new Loss(step.results().get(0));
    plans.add(new Captured(input.shape(), target.shape(), step, loss));
    site = site == null ? CallSite.here() : site;
    return loss;
  }

  private Loss runEagerly(Tensor input, Tensor target) {
    closeEagerLoss();
    try (Scope scope = Scope.open()) {
      Tensor loss = compute(input, target);
      eagerLoss = Scope.outside(loss::detach);
      return new Loss(eagerLoss);
    }
  }

  private Tensor compute(Tensor input, Tensor target) {
    Loss loss = lossFunction.of(model.forward(input), target);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.update();
    optimizer.zeroGrad();
    return loss.tensor();
  }

  private void closeEagerLoss() {
    if (eagerLoss != null) {
      eagerLoss.close();
      eagerLoss = null;
    }
  }

  /** Frees the plans and the last loss. */
  @Override
  public void close() {
    closeEagerLoss();
    plans.forEach(plan -> plan.step().close());
    plans.clear();
  }
}
