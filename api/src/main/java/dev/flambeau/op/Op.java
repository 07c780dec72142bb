package dev.flambeau.op;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An operation on tensors, as a value: its attributes, its type rule, and its decomposition where
 * it has one.
 *
 * <p>The families are sealed, so {@link #all()} lists every op there is, and a table can be checked
 * for completeness. What an op computes, bit by bit, stands in {@code docs/numerics.md}.
 */
public sealed interface Op
    permits Arange,
        Contraction,
        Conversion,
        CrossEntropy,
        Draw,
        Elementwise,
        Fill,
        Fused,
        FusedContraction,
        Indexing,
        Movement,
        Normalization,
        OptimizerUpdate,
        Pooling,
        Recurrent,
        Reduction,
        Softmax {

  /**
   * Checks the inputs and gives the types of the outputs.
   *
   * @throws ShapeMismatchException if the shapes do not fit
   * @throws TypeMismatchException if an element type does not fit
   */
  List<TensorType> infer(List<TensorType> inputs);

  /**
   * The graph of simpler ops that defines this one, for inputs that {@link #infer} has accepted;
   * empty for an op that every backend must have a kernel for.
   */
  default Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.empty();
  }

  /**
   * Where the output begins in the input, in elements, if it is no more than a view of it; empty if
   * elements must be moved. A view takes no kernel.
   */
  default OptionalInt viewOffset(List<TensorType> inputs) {
    return OptionalInt.empty();
  }

  /**
   * The input in whose memory an output lies, which the op changes there; empty for an output that
   * is fresh, or a view.
   */
  default OptionalInt inPlaceOf(int output) {
    return OptionalInt.empty();
  }

  /** The op's name in messages and tables: PyTorch's, in Java's spelling. */
  default String name() {
    return name(getClass());
  }

  /** The name of an op class: {@code OneHot} is {@code oneHot}. */
  static String name(Class<? extends Op> op) {
    String simple = op.getSimpleName();
    return op == Contraction.MatMul.class
        ? "matmul"
        : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  /** Every op class, family by family. */
  static List<Class<? extends Op>> all() {
    Set<Class<? extends Op>> ops = new LinkedHashSet<>(); // one may be of two families
    collect(Op.class, ops);
    return List.copyOf(ops);
  }

  private static void collect(Class<? extends Op> type, Set<Class<? extends Op>> into) {
    if (!type.isInterface()) {
      into.add(type);
      return;
    }
    for (Class<?> member : type.getPermittedSubclasses()) {
      collect(member.asSubclass(Op.class), into);
    }
  }
}
