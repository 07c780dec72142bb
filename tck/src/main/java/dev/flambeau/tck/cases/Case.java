package dev.flambeau.tck.cases;

import dev.flambeau.op.Op;
import dev.flambeau.op.Philox;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An op on given inputs. What comes out is for the reference to say.
 *
 * @param op the op with its attributes
 * @param operands its inputs
 * @param rule the heading in docs/numerics.md that the case stands for
 */
public record Case(Op op, List<Operand> operands, String rule) {

  /** An input: its type and the pattern that fills it. */
  public record Operand(TensorType type, Values values) {}

  public Case {
    operands = List.copyOf(operands);
  }

  /** The types of the inputs. */
  public List<TensorType> types() {
    return operands.stream().map(Operand::type).toList();
  }

  /** The inputs' elements, the same ones for the same seed. */
  public List<HostTensor> inputs(long seed) {
    List<HostTensor> inputs = new ArrayList<>();
    for (Operand operand : operands) {
      int shape = operand.type().shape().hashCode();
      Philox random = new Philox(seed, Philox.TEST_DATA, inputs.size(), shape);
      inputs.add(HostTensor.of(operand.type(), operand.values(), random));
    }
    return inputs;
  }

  /** How many elements go in and come out: what a slow device is spared by. */
  public long elements() {
    long outputs = op.infer(types()).stream().mapToLong(TensorType::elements).sum();
    return outputs + types().stream().mapToLong(TensorType::elements).sum();
  }

  /** The op with its attributes: {@code softmax[axis=1, log=false]}. */
  public static String text(Op op) {
    String attributes = op.toString().substring(op.getClass().getSimpleName().length());
    return op.name() + (attributes.equals("[]") ? "" : attributes);
  }

  /** The shapes of operands; the element type stands where it is not FLOAT32. */
  static String text(List<TensorType> types) {
    return types.stream()
        .map(type -> type.toString().replace(" FLOAT32", ""))
        .collect(Collectors.joining(" × "));
  }

  /** {@code matmul[transposeA=false, transposeB=true] (3, 4) × (5, 4), WIDE}. */
  public String name() {
    String values =
        operands.stream()
            .map(operand -> operand.values().name())
            .distinct()
            .collect(Collectors.joining(" × "));
    return (text(op) + " " + text(types()) + (values.isEmpty() ? "" : ", " + values)).strip();
  }

  @Override
  public String toString() {
    return name();
  }
}
