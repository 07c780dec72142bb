package dev.flambeau.op;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One parameter's step as its {@link UpdateRule} sees it: values to read, state to store. */
public final class UpdateStep {
  /** State smaller than this in magnitude is stored as +0: numerics.md, "Optimizer state". */
  public static final double SMALLEST_STATE = 0x1p-100;

  private final UpdateRule rule;
  private final List<Value> operands;
  private final List<Value> numbers;
  private final List<Value> states;

  /**
   * A step on these values.
   *
   * @param operands the parameter, its state, its gradient if the rule reads one
   */
  UpdateStep(UpdateRule rule, List<Value> operands, List<Value> numbers) {
    this(rule, operands, numbers, new ArrayList<>(operands.subList(1, 1 + rule.states().size())));
  }

  private UpdateStep(
      UpdateRule rule, List<Value> operands, List<Value> numbers, List<Value> states) {
    this.rule = rule;
    this.operands = operands;
    this.numbers = numbers;
    this.states = states;
  }

  /** This step by another gradient: what is stored there is stored here. */
  public UpdateStep withGradient(Value gradient) {
    List<Value> others = new ArrayList<>(operands);
    others.set(1 + states.size(), gradient);
    return new UpdateStep(rule, others, numbers, states);
  }

  /** The parameter before the step. */
  public Value parameter() {
    return operands.get(0);
  }

  /** The parameter's gradient. */
  public Value gradient() {
    return operands.get(1 + states.size());
  }

  /** The gradient with weight decay: {@code fma(weightDecay, p, g)}, or g if that is 0. */
  public Value gradient(float weightDecay) {
    return weightDecay == 0
        ? gradient()
        : parameter().constant(weightDecay).fma(parameter(), gradient());
  }

  /** A state of this name: before the step, or as it was stored in it. */
  public Value state(String name) {
    return states.get(place(rule.states(), "state", name));
  }

  /** A number of this name. */
  public Value number(String name) {
    return numbers.get(place(rule.numbers(), "number", name));
  }

  /**
   * Sets a state.
   *
   * @return what is stored: +0 where the value is smaller than 2⁻¹⁰⁰ in magnitude
   */
  public Value store(String name, Value value) {
    Value stored = withoutSubnormals(value);
    states.set(place(rule.states(), "state", name), stored);
    return stored;
  }

  /**
   * Moves a state, as a moving mean, towards a value: {@code fma(β, state, (1 − β)·value)}.
   *
   * @return what is stored
   */
  public Value average(String name, float beta, Value value) {
    Value part = value.constant(1 - beta).mul(value);
    return store(name, value.constant(beta).fma(state(name), part));
  }

  /** {@code |x| < 2⁻¹⁰⁰ ? +0 : x}: what decays must not become slow subnormals. */
  public static Value withoutSubnormals(Value x) {
    return x.abs().lt(SMALLEST_STATE).where(0, x);
  }

  private int place(List<String> names, String kind, String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new AttributeException(
          rule.name() + ": has no " + kind + " \"" + name + "\"; declared are " + names + ".");
    }
    return place;
  }

  /** The parameter's and the states' new values, each a value of its own. */
  List<Value> results() {
    Value parameter = rule.step(this);
    Set<Value> taken = new HashSet<>(operands);
    List<Value> results = new ArrayList<>();
    results.add(own(parameter, taken));
    states.forEach(state -> results.add(own(state, taken)));
    return results;
  }

  private Value own(Value value, Set<Value> taken) {
    boolean stands = value.shape().equals(parameter().shape()) && taken.add(value);
    return stands ? value : value.expand(parameter().shape());
  }
}
