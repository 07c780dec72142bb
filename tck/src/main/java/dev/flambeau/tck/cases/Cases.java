package dev.flambeau.tck.cases;

import dev.flambeau.op.DType;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects cases, group by group: some ops, on some shapes, filled by some patterns, each with
 * each.
 *
 * <pre>{@code
 * cases.of(new MatMul(false, false))
 *     .sizes("(M, K) × (K, N)", 0, 1, 31, 32, 33)
 *     .values(BIG_THEN_TINY, UNDERFLOW)
 *     .refuses("(2, 3) × (4, 5)", ShapeMismatchException.class);
 * }</pre>
 */
public final class Cases {
  private final List<Group> groups = new ArrayList<>();
  private String rule = "Arithmetic";

  /** Names the heading of docs/numerics.md that the groups from here on stand for. */
  public Cases rule(String heading) {
    rule = heading;
    return this;
  }

  /** Begins a group over these ops. */
  public Group of(Op... ops) {
    Group group = new Group(List.of(ops), rule);
    groups.add(group);
    return group;
  }

  /** The cases of all groups. */
  public List<Case> list() {
    List<Case> cases = new ArrayList<>();
    groups.forEach(group -> group.expand(cases));
    return cases;
  }

  /** The refusals of all groups. */
  public List<Refusal> refusals() {
    return groups.stream().flatMap(group -> group.refusals.stream()).toList();
  }

  /** Ops, shapes and patterns, each to be tried with each. */
  public static final class Group {
    private final List<Op> ops;
    private final String rule;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<List<Shape>> shapes = new ArrayList<>();
    private final List<List<Values>> patterns = new ArrayList<>();
    private List<DType> types = List.of(DType.FLOAT32);

    private Group(List<Op> ops, String rule) {
      this.ops = ops;
      this.rule = rule;
    }

    /** The operands' element types in order; the last one counts for all that follow. */
    public Group types(DType... inOrder) {
      types = List.of(inOrder);
      return this;
    }

    /** Adds one combination of shapes for each text: {@code (2, 3) × (3)}. */
    public Group shapes(String... texts) {
      for (String text : texts) {
        sizes(text);
      }
      return this;
    }

    /** Adds shapes with letters for sizes that are to be tried with each other. */
    public Group sizes(String text, int... sizes) {
      shapes.addAll(Shapes.all(text, sizes));
      return this;
    }

    /** Adds patterns, each of which fills all operands. */
    public Group values(Values... alternatives) {
      for (Values pattern : alternatives) {
        patterns.add(List.of(pattern));
      }
      return this;
    }

    /** Adds patterns for the operands in order; the last one counts for all that follow. */
    public Group operands(Values... inOrder) {
      patterns.add(List.of(inOrder));
      return this;
    }

    /** Demands that inputs of these shapes are refused. */
    public Group refuses(String text, Class<? extends FlambeauException> exception) {
      return refuse(text, exception, Optional.empty());
    }

    /** Demands that inputs of these shapes are refused with this whole message. */
    public Group refuses(
        String text, Class<? extends FlambeauException> exception, String message) {
      return refuse(text, exception, Optional.of(message));
    }

    private Group refuse(
        String text, Class<? extends FlambeauException> exception, Optional<String> message) {
      for (Op op : ops) {
        for (List<Shape> operands : Shapes.all(text)) {
          refusals.add(new Refusal(op, typed(operands), exception, message));
        }
      }
      return this;
    }

    private List<TensorType> typed(List<Shape> operands) {
      List<TensorType> typed = new ArrayList<>();
      for (Shape shape : operands) {
        typed.add(new TensorType(inOrder(types, typed.size()), shape));
      }
      return typed;
    }

    private void expand(List<Case> into) {
      List<List<Values>> alternatives =
          patterns.isEmpty() ? List.of(List.of(Values.UNIFORM)) : patterns;
      for (Op op : ops) {
        for (List<Shape> operands : shapes) {
          for (List<Values> alternative : alternatives) {
            into.add(filled(op, operands, alternative));
          }
        }
      }
    }

    private Case filled(Op op, List<Shape> operands, List<Values> alternative) {
      List<Case.Operand> filled = new ArrayList<>();
      for (TensorType type : typed(operands)) {
        filled.add(new Case.Operand(type, inOrder(alternative, filled.size())));
      }
      return new Case(op, filled, rule);
    }

    private static <T> T inOrder(List<T> list, int index) {
      return list.get(Math.min(index, list.size() - 1));
    }
  }
}
