package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The settings of an optimizer, and of groups of parameters that have others; {@link #build} makes
 * it. Numbers are rounded to FLOAT32, and refused at once where they cannot be right.
 *
 * @param <B> the settings' own class
 */
public abstract class OptimizerBuilder<B extends OptimizerBuilder<B>> implements Cloneable {
  private record Group<B>(List<Parameter> parameters, Consumer<? super B> settings) {}

  private final List<Parameter> parameters;
  private final List<Group<B>> groups = new ArrayList<>();
  private boolean isGroup;
  private float learningRate;
  private float weightDecay;
  private boolean isMaximizing;

  /** The settings of an optimizer of these parameters, with its own defaults. */
  protected OptimizerBuilder(List<Parameter> parameters, double learningRate, double weightDecay) {
    this.parameters = List.copyOf(parameters);
    learningRate(learningRate);
    weightDecay(weightDecay);
  }

  /** The rule that these settings give. */
  protected abstract OptimizerRule rule();

  /** The step size that a schedule begins with. */
  public final B learningRate(double rate) {
    learningRate = Hyperparameter.atLeast(0, "learningRate", rate);
    return self();
  }

  /** The share of each parameter by which it decays. */
  public final B weightDecay(double share) {
    weightDecay = Hyperparameter.atLeast(0, "weightDecay", share);
    return self();
  }

  /** {@link #weightDecay}, for the rule. */
  protected final float weightDecay() {
    return weightDecay;
  }

  /** Climbs along the gradient instead of descending. */
  public final B maximize() {
    isMaximizing = true;
    return self();
  }

  /**
   * Gives some of the parameters settings of their own; the others' apply to them too, whether they
   * are made before or after.
   *
   * <pre>{@code
   * AdamW.over(model.parameters()).learningRate(1e-3)
   *     .group(biases, group -> group.weightDecay(0))
   *     .build()
   * }</pre>
   *
   * @param some whether they are among the builder's parameters or not
   */
  public final B group(List<Parameter> some, Consumer<? super B> settings) {
    if (isGroup) {
      throw new OptimizerException("A group has no groups: give them to the optimizer itself.");
    }
    groups.add(new Group<>(List.copyOf(some), settings));
    return self();
  }

  /**
   * The optimizer: first the parameters that are in no group, then the groups in order.
   *
   * @throws OptimizerException if there are no parameters, or one is there twice
   */
  public final Optimizer build() {
    Set<Parameter> grouped = Collections.newSetFromMap(new IdentityHashMap<>());
    groups.forEach(group -> grouped.addAll(group.parameters));
    List<ParameterGroup> all = new ArrayList<>();
    List<Parameter> others =
        parameters.stream().filter(parameter -> !grouped.contains(parameter)).toList();
    if (!others.isEmpty() || groups.isEmpty()) {
      all.add(settled(others));
    }
    for (Group<B> group : groups) {
      B own = copy();
      group.settings.accept(own);
      all.add(((OptimizerBuilder<?>) own).settled(group.parameters));
    }
    return new Optimizer(all);
  }

  private ParameterGroup settled(List<Parameter> whose) {
    OptimizerRule rule = isMaximizing ? new Maximizing(rule()) : rule();
    return new ParameterGroup(whose, learningRate, rule);
  }

  /** These settings once more, for a group. */
  private B copy() {
    try {
      @SuppressWarnings("unchecked") // a clone has the class of what it is a clone of
      B copy = (B) super.clone();
      ((OptimizerBuilder<?>) copy).isGroup = true;
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked") // B is the class itself
  final B self() {
    return (B) this;
  }

  /** Another rule on the gradient's negative. */
  private record Maximizing(OptimizerRule rule) implements OptimizerRule {
    @Override
    public String name() {
      return rule.name();
    }

    @Override
    public List<String> states() {
      return rule.states();
    }

    @Override
    public List<String> numbers() {
      return rule.numbers();
    }

    @Override
    public double[] numbers(StepNumbers step) {
      return rule.numbers(step);
    }

    @Override
    public double initial(String state) {
      return rule.initial(state);
    }

    @Override
    public Value step(UpdateStep step) {
      return rule.step(step.withGradient(step.gradient().neg()));
    }
  }
}
