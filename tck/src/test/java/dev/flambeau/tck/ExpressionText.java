package dev.flambeau.tck;

import dev.flambeau.op.Composite;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.catalogue.CompositeCases;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A composite as a line of text, as numerics.md has it: its graph in the signs of mathematics. */
final class ExpressionText {
  private static final TensorType NUMBER = new TensorType(DType.FLOAT32, Shape.SCALAR);

  /** How an op of two operands is written, and how closely it binds. */
  private record Sign(String text, int closeness) {}

  private static final int CHOICE = 0;
  private static final int NAME = 9;

  private static final Map<String, Sign> SIGNS =
      Map.of(
          "equal", new Sign("=", 1),
          "notEqual", new Sign("≠", 1),
          "less", new Sign("<", 1),
          "lessEqual", new Sign("≤", 1),
          "add", new Sign("+", 2),
          "sub", new Sign("−", 2),
          "mul", new Sign("·", 3),
          "div", new Sign("/", 3));

  /** A comparison with its sides exchanged: a number stands right. */
  private static final Map<String, String> TURNED = Map.of("<", ">", "≤", "≥");

  /** Text, and how closely what is outermost in it binds. */
  private record Part(String text, int closeness) {
    String in(int outer) {
      return closeness > outer ? text : "(" + text + ")";
    }
  }

  private final Map<Double, String> attributes = new HashMap<>();
  private final List<Part> values = new ArrayList<>();
  private final String name;
  private final String text;

  private ExpressionText(Class<? extends Op> type) throws ReflectiveOperationException {
    Composite op = (Composite) CompositeCases.example(type);
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(component.getName());
      Number number = (Number) component.getAccessor().invoke(op);
      attributes.put(number.doubleValue(), component.getName());
    }
    name = op.name() + (names.isEmpty() ? "" : "(" + String.join(", ", names) + ")");
    List<String> inputs = op.arity() == 1 ? List.of("x") : List.of("a", "b", "c");
    inputs.subList(0, op.arity()).forEach(input -> values.add(new Part(input, NAME)));
    Graph graph = op.decompose(Collections.nCopies(op.arity(), NUMBER)).orElseThrow();
    graph.nodes().forEach(node -> values.add(part(node)));
    text =
        graph.outputs().stream()
            .map(values::get)
            .map(Part::text)
            .collect(Collectors.joining(" and "));
  }

  /** A row of the contract's table. */
  static String row(Class<? extends Op> type) {
    try {
      ExpressionText expression = new ExpressionText(type);
      return "| " + expression.name + " | " + expression.text + " |";
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Part part(Graph.Node node) {
    List<Part> operands = node.inputs().stream().map(values::get).toList();
    if (node.op() instanceof Fill fill) {
      return new Part(number(fill.value()), NAME);
    }
    Sign sign = SIGNS.get(node.op().name());
    if (sign != null) {
      return pair(sign, operands.get(0), operands.get(1));
    }
    return switch (node.op().name()) {
      case "where" -> choice(operands);
      case "neg" -> new Part("−" + operands.get(0).in(3), 3);
      case "sqrt" -> new Part("√" + operands.get(0).in(3), NAME);
      default -> call(node.op().name(), operands);
    };
  }

  private Part pair(Sign sign, Part left, Part right) {
    boolean isNumberLeft = left.text().matches("[−\\d.]+") || attributes.containsValue(left.text());
    String turned = TURNED.get(sign.text());
    if (isNumberLeft && turned != null) {
      return pair(new Sign(turned, sign.closeness()), right, left);
    }
    String first = left.in(sign.closeness() - 1);
    return new Part(first + " " + sign.text() + " " + right.in(sign.closeness()), sign.closeness());
  }

  private static Part choice(List<Part> operands) {
    return new Part(
        operands.get(0).in(CHOICE)
            + " ? "
            + operands.get(1).in(CHOICE)
            + " : "
            + operands.get(2).text(),
        CHOICE);
  }

  private static Part call(String function, List<Part> operands) {
    if (operands.size() == 1 && operands.get(0).closeness() == NAME) {
      return new Part(function + " " + operands.get(0).text(), 4);
    }
    return new Part(
        Stream.of(operands)
            .flatMap(List::stream)
            .map(Part::text)
            .collect(Collectors.joining(", ", function + "(", ")")),
        NAME);
  }

  private String number(double value) {
    String attribute = attributes.get(value);
    String digits = value == Math.rint(value) ? Long.toString((long) value) : "" + value;
    return attribute == null ? digits.replace('-', '−') : attribute;
  }
}
