package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One step of a rule for some parameters, each by itself, in place.
 *
 * <p>The first inputs are each parameter and its state, one parameter after the other; then come
 * the gradients, if the rule reads any, and the numbers that change from step to step, which are an
 * input so that a step can be recorded. What does not change is the rule's. The outputs are the new
 * values of parameters and states in the same order, and lie where their inputs lie.
 */
public record OptimizerUpdate(UpdateRule rule) implements Op {

  /** How many tensors it changes for each parameter: itself, then its state. */
  public int states() {
    return 1 + rule.states().size();
  }

  /** How many tensors it takes for each parameter: those that it changes, and its gradient. */
  public int tensors() {
    return states() + (rule.readsGradient() ? 1 : 0);
  }

  /** How many numbers change from step to step. */
  public int scalars() {
    return rule.numbers().size();
  }

  @Override
  public String name() {
    return rule.name();
  }

  /** One parameter's step as one op over parameter, state, gradient and each number. */
  public Fused rule(TensorType parameter) {
    List<TensorType> inputs = new ArrayList<>(Collections.nCopies(tensors(), parameter));
    inputs.addAll(Collections.nCopies(scalars(), parameter.with(Shape.SCALAR)));
    return new Fused(
        Graph.of(inputs, x -> step(x.subList(0, tensors()), x.subList(tensors(), inputs.size()))));
  }

  private List<Value> step(List<Value> operands, List<Value> numbers) {
    return new UpdateStep(rule, operands, numbers).results();
  }

  @Override
  public OptionalInt inPlaceOf(int output) {
    return OptionalInt.of(output);
  }

  /** How many parameters there are among so many inputs. */
  public int parameters(int inputs) {
    return (inputs - 1) / tensors();
  }

  /** Of all inputs those of each parameter: itself, its state, its gradient. */
  public <T> List<List<T>> operands(List<T> inputs) {
    int parameters = parameters(inputs.size());
    int states = states();
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      List<T> operands = new ArrayList<>(inputs.subList(i * states, (i + 1) * states));
      if (rule.readsGradient()) {
        operands.add(inputs.get(parameters * states + i));
      }
      all.add(operands);
    }
    return all;
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int parameters = parameters(inputs.size());
    Check.count(this, inputs, Math.max(parameters, 1) * tensors() + 1);
    Check.floating(this, inputs);
    for (List<TensorType> operands : operands(inputs)) {
      Shape shape = operands.get(0).shape();
      for (int i = 1; i < operands.size(); i++) {
        String role = i < states() ? "state " + i : "the gradient";
        Check.shape(this, role, operands.get(i), shape);
      }
    }
    Check.shape(this, "the scalars", inputs.get(inputs.size() - 1), Shape.of(scalars()));
    return List.copyOf(inputs.subList(0, parameters * states()));
  }

  @Override
  public Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(Graph.of(inputs, this::steps));
  }

  private List<Value> steps(List<Value> inputs) {
    Value all = inputs.get(inputs.size() - 1);
    List<Value> scalars =
        IntStream.range(0, scalars())
            .mapToObj(i -> all.slice(0, i, i + 1).reshape(Shape.SCALAR))
            .toList();
    List<Value> outputs = new ArrayList<>();
    operands(inputs).forEach(operands -> outputs.addAll(step(operands, scalars)));
    return outputs;
  }
}
