package dev.flambeau.train;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Parameter;
import dev.flambeau.op.CallSite;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.ClosedTensorException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Forward, loss, backward, update: one step of training on a batch, over and over.
 *
 * <pre>{@code
 * var step = TrainingStep.captured(
 *     optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()));
 * for (var batch : loader) {
 *   try (var scope = Scope.open()) {
 *     step.run(batch.on(device));
 *   }
 * }
 * }</pre>
 *
 * <p>A captured step is recorded when it meets a batch for which it has no plan, and replayed from
 * then on ({@link CapturedStep}); an eager one runs op by op. The weights are the same, bit for
 * bit. A plan is for the shapes, types and names of a batch, for the modes of the modules that are
 * asked, for what wants a gradient, and for parameters where they lie: where one of these changes,
 * the step is recorded anew.
 *
 * <p>What else the function reads of the host cannot be seen: a number in a field, a flag, another
 * tensor in the place of one. {@link #checked} finds such at each run. {@link #captured} looks at
 * its 1st, 2nd, 4th, 8th … replay, so that a change is found in the end, though not before it did
 * harm. A function that does other ops from step to step, or reads a value back, must be trained
 * eagerly. After a step the optimizer's parameters have no gradients.
 */
public final class TrainingStep implements AutoCloseable {
  /** For more plans than these a step is run op by op: each holds memory. */
  private static final int MOST_PLANS = 16;

  private enum Mode {
    EAGER,
    CAPTURED,
    CHECKED
  }

  private static final class Planned {
    private final List<String> inputs;
    private final List<String> targets;
    private final CapturedStep step;
    private final boolean draws;
    private long replays;

    Planned(DeviceBatch batch, CapturedStep step, boolean draws) {
      this.inputs = batch.inputs().names();
      this.targets = batch.targets().names();
      this.step = step;
      this.draws = draws;
    }

    boolean isFor(DeviceBatch batch) {
      return step.takes(batch.tensors())
          && batch.inputs().names().equals(inputs)
          && batch.targets().names().equals(targets)
          && step.isCurrent();
    }
  }

  private final Optimizer optimizer;
  private final Function<DeviceBatch, Tensor> function;
  private final Mode mode;
  private final Runnable advance; // one object for all steps
  private final List<Planned> plans = new ArrayList<>();
  private final List<Consumer<List<Parameter>>> clippings = new ArrayList<>();
  private long seed;
  private int shards = 1;

  /** Made by the first run, after which nothing can be set. */
  private @Nullable StepRandom random;

  /** Where the first plan was recorded: what each run brings to a plan is asked for there. */
  private @Nullable CallSite site;

  private @Nullable Tensor loss;
  private boolean closed;

  private TrainingStep(Optimizer optimizer, Function<DeviceBatch, Tensor> function, Mode mode) {
    this.optimizer = optimizer;
    this.function = function;
    this.mode = mode;
    this.advance = optimizer::advance;
  }

  /**
   * A step that is recorded and replayed. The optimizer outlives it.
   *
   * @param loss from a batch to a tensor of one number
   */
  public static TrainingStep captured(Optimizer optimizer, Function<DeviceBatch, Tensor> loss) {
    return new TrainingStep(optimizer, loss, Mode.CAPTURED);
  }

  /**
   * A captured step that also records the function at each run, and compares: slow, to find what
   * changes from step to step.
   *
   * @param loss from a batch to a tensor of one number
   */
  public static TrainingStep checked(Optimizer optimizer, Function<DeviceBatch, Tensor> loss) {
    return new TrainingStep(optimizer, loss, Mode.CHECKED);
  }

  /**
   * A step that is run op by op.
   *
   * @param loss from a batch to a tensor of one number
   */
  public static TrainingStep eager(Optimizer optimizer, Function<DeviceBatch, Tensor> loss) {
    return new TrainingStep(optimizer, loss, Mode.EAGER);
  }

  // ---- settings ----

  /**
   * Scales all gradients, before each update, so that their norm is at most this: {@link
   * GradientClipping#norm}. What is clipped twice is clipped in this order.
   *
   * @return this step
   * @throws OptimizerException if max is not above 0 and finite, or after the first run
   */
  public synchronized TrainingStep clipGradNorm(double max) {
    GradientClipping.check("clipGradNorm", max);
    return clip("clipGradNorm", parameters -> GradientClipping.norm(parameters, max));
  }

  /**
   * Clips each element of each gradient, before each update: {@link GradientClipping#value}.
   *
   * @return this step
   * @throws OptimizerException if the limit is not above 0 and finite, or after the first run
   */
  public synchronized TrainingStep clipGradValue(double limit) {
    GradientClipping.check("clipGradValue", limit);
    return clip("clipGradValue", parameters -> GradientClipping.value(parameters, limit));
  }

  private TrainingStep clip(String setting, Consumer<List<Parameter>> clipping) {
    refuseAfterFirstRun(setting);
    clippings.add(clipping);
    return this;
  }

  /**
   * Runs forward and backward on so many parts of each batch in turn, and updates once, by the mean
   * of their gradients: one part's activations are held at a time, and the gradients of at most
   * {@code 1 + ⌈log₂ parts⌉}. The loss is the mean of theirs. A batch is cut along the first axis
   * of all its tensors.
   *
   * @return this step
   * @throws OptimizerException if there are fewer than 1, or after the first run
   */
  public synchronized TrainingStep accumulate(int parts) {
    refuseAfterFirstRun("accumulate");
    if (parts < 1) {
      throw new OptimizerException("accumulate: must be at least 1, was given " + parts + ".");
    }
    shards = parts;
    return this;
  }

  /**
   * Sets the seed of the random numbers that the function draws, as for dropout; 0 unless told.
   * They are those of the optimizer's step, so a run that goes on from a file goes on with them.
   *
   * @return this step
   * @throws OptimizerException after the first run
   */
  public synchronized TrainingStep seed(long number) {
    refuseAfterFirstRun("seed");
    seed = number;
    return this;
  }

  private void refuseAfterFirstRun(String setting) {
    if (random != null) {
      throw new OptimizerException(
          setting + ": the step has run already. Set it before, or make another step.");
    }
  }

  // ---- runs ----

  /** Trains on one input and one target; see {@link #run(DeviceBatch)}. */
  public Tensor run(Tensor input, Tensor target) {
    return run(DeviceBatch.of(input, target));
  }

  /**
   * Trains on one batch. Gradients of its tensors, where the function asks for them, go with the
   * step.
   *
   * @return the loss before the update, one number. The next run closes it: read it before, by
   *     {@link Tensor#item}, or copy it
   * @throws dev.flambeau.op.ShapeMismatchException if it is to be cut into parts and does not
   *     divide
   * @throws dev.flambeau.tensor.error.CaptureException if it is to be captured and cannot be, or if
   *     its function would not do what was recorded
   * @throws dev.flambeau.backend.OutOfDeviceMemoryException if there is no room; parameters and
   *     optimizer are as they were, and the step can be run again
   * @throws dev.flambeau.backend.DeviceFaultException if the device fails; parameters and the
   *     optimizer's state are void, and the optimizer's count is as it was
   * @throws ClosedTensorException after {@link #close}
   */
  public synchronized Tensor run(DeviceBatch batch) {
    if (closed) {
      throw new ClosedTensorException("The training step has been closed.");
    }
    if (random == null) {
      random = new StepRandom(seed, shards);
    }
    long before = optimizer.steps();
    try {
      closeLoss();
      CallSite.during(site, advance);
      Tensor value = compute(batch, before);
      loss = value;
      return value;
    } catch (RuntimeException | Error e) {
      optimizer.steps(before);
      optimizer.zeroGrad();
      throw e;
    }
  }

  private Tensor compute(DeviceBatch batch, long step) {
    Planned known = mode == Mode.EAGER ? null : find(batch);
    if (known == null || known.draws) {
      random.bring(batch.tensors().get(0).device(), step);
    }
    if (known != null) {
      return replay(known, batch);
    }
    return mode == Mode.EAGER || plans.size() == MOST_PLANS ? runEagerly(batch) : capture(batch);
  }

  private @Nullable Planned find(DeviceBatch batch) {
    for (int i = plans.size() - 1; i >= 0; i--) { // an iterator would be an object a step
      Planned plan = plans.get(i);
      if (plan.step.isVoid()) {
        plans.remove(i).step.close();
      } else if (plan.isFor(batch)) {
        return plan;
      }
    }
    return null;
  }

  private Tensor replay(Planned plan, DeviceBatch batch) {
    plan.replays++;
    if (mode == Mode.CHECKED || Long.bitCount(plan.replays) == 1) {
      plan.step.verify(code(batch));
    }
    plan.step.run(batch.tensors());
    return ownLoss(plan.step.results().get(0));
  }

  private Tensor capture(DeviceBatch batch) {
    CapturedStep step =
        CapturedStep.record(batch.tensors().get(0).device(), batch.tensors(), code(batch));
    plans.add(new Planned(batch, step, random.hasDrawn()));
    site = site == null ? CallSite.here() : site;
    return ownLoss(step.results().get(0));
  }

  private CapturedStep.Code code(DeviceBatch batch) {
    return tensors -> List.of(train(batch.with(tensors)));
  }

  private Tensor runEagerly(DeviceBatch batch) {
    try (Scope scope = Scope.open()) {
      return ownLoss(train(batch));
    }
  }

  /** The loss of one run as a tensor of its own, so that no other run's is taken for it. */
  private static Tensor ownLoss(Tensor value) {
    return Scope.outside(value::detach);
  }

  private Tensor train(DeviceBatch batch) {
    List<Parameter> parameters = optimizer.parameters();
    Tensor value = shards == 1 ? differentiate(batch, 0) : accumulated(parameters, batch);
    clippings.forEach(clipping -> clipping.accept(parameters));
    optimizer.update();
    optimizer.zeroGrad();
    for (int i = 0; i < batch.tensors().size(); i++) { // an iterator would be an object a step
      batch.tensors().get(i).zeroGrad(); // one that the function asked for, as a penalty does
    }
    return value;
  }

  private Tensor accumulated(List<Parameter> parameters, DeviceBatch batch) {
    try (Shards parts = new Shards(parameters, this::differentiate)) {
      return parts.run(batch, shards);
    }
  }

  private Tensor differentiate(DeviceBatch batch, int shard) {
    Tensor value = random.during(shard, () -> function.apply(batch));
    optimizer.zeroGrad();
    value.backward();
    return value;
  }

  private void closeLoss() {
    if (loss != null) {
      loss.close();
      loss = null;
    }
  }

  /** Frees the plans and the last loss. */
  @Override
  public synchronized void close() {
    closed = true;
    closeLoss();
    if (random != null) {
      random.close();
    }
    plans.forEach(plan -> plan.step.close());
    plans.clear();
  }
}
