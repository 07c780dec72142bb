package dev.flambeau.tensor;

import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import dev.flambeau.op.gradient.Backward;
import dev.flambeau.op.gradient.Gradients;
import dev.flambeau.tensor.Tape.Entry;
import dev.flambeau.tensor.Tape.Rule;
import dev.flambeau.tensor.error.GradientException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An entry of the tape as its rule sees it: each op of the rule is run at once. */
final class EntryView implements Backward {
  private final Entry entry;
  private final @Nullable Tensor[] gradients;
  private final Predicate<Tensor> isNeeded;
  private final @Nullable Tensor[] given;
  private final boolean[] taken;

  /**
   * @param gradients of the outputs, those that have come
   * @param isNeeded whether the gradient of a tensor is wanted
   */
  EntryView(Entry entry, @Nullable Tensor[] gradients, Predicate<Tensor> isNeeded) {
    this.entry = entry;
    this.gradients = gradients;
    this.isNeeded = isNeeded;
    this.given = new Tensor[entry.inputs().size()];
    this.taken = new boolean[entry.outputs().size()];
  }

  /** The gradient that the rule gives for each input; null for one that gets none. */
  @Nullable Tensor[] applyRule() {
    if (entry.rule() instanceof Rule.OfOp rule) {
      Gradients.apply(rule.op(), this);
    } else if (entry.rule() instanceof Rule.OfFunction rule) {
      rule.function().backward(new OwnContext(this));
    }
    refuseUntaken();
    return given;
  }

  @Override
  public Value input(int number) {
    return new TensorValue(entry.unchangedInput(number));
  }

  @Override
  public TensorType type(int input) {
    return entry.inputs().get(input).view().type();
  }

  @Override
  public int inputs() {
    return entry.inputs().size();
  }

  @Override
  public int outputs() {
    return entry.outputs().size();
  }

  @Override
  public Value output(int number) {
    return new TensorValue(entry.unchangedOutput(number));
  }

  @Override
  public Value gradient(int output) {
    taken[output] = true;
    Tensor gradient = gradients[output];
    Tensor made = entry.outputs().get(output);
    return new TensorValue(gradient == null ? made.constant(0, made.shape()) : gradient);
  }

  @Override
  public boolean hasGradient(int output) {
    return gradients[output] != null;
  }

  @Override
  public boolean needs(int input) {
    return isNeeded.test(entry.inputs().get(input));
  }

  @Override
  public void give(int input, Value gradient) {
    given[input] = ((TensorValue) gradient).tensor();
  }

  /** A gradient that no rule has taken would be lost without a word. */
  private void refuseUntaken() {
    for (int i = 0; i < taken.length; i++) {
      if (gradients[i] != null && !taken[i]) {
        throw new GradientException(
            entry.rule().name()
                + ": output "
                + i
                + " has a gradient, which the op's rule does not take. Use detach() on it.");
      }
    }
  }

  /** An entry as a rule of the user's sees it. */
  private record OwnContext(EntryView all) implements Autograd.Context {
    @Override
    public Tensor input(int number) {
      return ((TensorValue) all.input(number)).tensor();
    }

    @Override
    public Tensor output(int number) {
      return ((TensorValue) all.output(number)).tensor();
    }

    @Override
    public Tensor gradient(int output) {
      return ((TensorValue) all.gradient(output)).tensor();
    }

    @Override
    public boolean needs(int input) {
      return all.needs(input);
    }

    @Override
    public void give(int input, Tensor gradient) {
      String name = all.entry.rule().name();
      Operands.check(name, gradient, all.entry.inputs().get(input).device());
      TensorType type = gradient.view().type();
      if (!type.equals(all.type(input))) {
        throw new GradientException(
            name
                + ": the gradient of input "
                + input
                + " must be "
                + all.type(input)
                + ", backward gave "
                + type
                + ".");
      }
      if (all.given[input] != null) {
        throw new GradientException(
            name + ": backward gave the gradient of input " + input + " twice. Give their sum.");
      }
      all.given[input] = gradient;
    }
  }

  /** A tensor in an expression. */
  private record TensorValue(Tensor tensor) implements Value {
    @Override
    public TensorType type() {
      return tensor.view().type();
    }

    @Override
    public List<Value> apply(Op op, List<? extends Value> operands) {
      List<Tensor> tensors = new ArrayList<>(operands.size());
      for (Value operand : operands) {
        tensors.add(((TensorValue) operand).tensor);
      }
      List<Value> made = new ArrayList<>();
      for (Tensor output : Dispatch.run(tensor.device(), op, tensors)) {
        made.add(new TensorValue(output));
      }
      return made;
    }
  }
}
