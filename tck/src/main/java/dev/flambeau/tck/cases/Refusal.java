package dev.flambeau.tck.cases;

import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Inputs that an op must not take.
 *
 * @param op the op with its attributes
 * @param types the types of the inputs
 * @param exception what it must throw
 * @param message the whole message, where that is laid down
 */
public record Refusal(
    Op op,
    List<TensorType> types,
    Class<? extends FlambeauException> exception,
    Optional<String> message) {

  /** What is wrong with the op's answer, if anything is. */
  public Optional<String> failure() {
    try {
      return Optional.of(this + " was taken: " + op.infer(types));
    } catch (FlambeauException e) {
      if (e.getClass() != exception) {
        return Optional.of(this + " threw " + e + ", not " + exception.getSimpleName());
      }
      return message
          .filter(expected -> !expected.equals(e.getMessage()))
          .map(expected -> this + " says\n" + e.getMessage() + "\nnot\n" + expected);
    }
  }

  @Override
  public String toString() {
    return Case.text(op) + " " + Case.text(types);
  }
}
