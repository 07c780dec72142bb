package dev.flambeau.torch;

import java.util.List;

/**
 * The runs whose values are not PyTorch's, with what is found there and why. One that is found no
 * more, or that has changed, fails as any other run does.
 */
final class Disagreements {
  private static final String NAN = "numerics.md, \"Gradients\": nothing is equal to a NaN";

  private static final String NAN_IN_BOTH =
      "numerics.md, \"Expressions\": the gradient is the expression's, NaN where that is";

  private static final String PASSES = "numerics.md, \"Expressions\": NaN passes the gradient";

  private static final String FIRST =
      "numerics.md, \"Expressions\": of equal ones the first, as PyTorch has it for few numbers";

  private static final String ZERO =
      "numerics.md, \"Expressions\": −0 becomes +0, as it does in relu";

  private static final String IGNORED =
      "numerics.md, \"Compositions\": +0 in the rows that are ignored";

  /**
   * A run that disagrees.
   *
   * @param line its line's name
   * @param run its inputs' shapes
   * @param why the rule that is Flambeau's own, or what is missing
   * @param found the differences, in words
   */
  private record Disagreement(String line, String run, String why, String... found) {}

  private static final List<Disagreement> ALL =
      List.of(
          new Disagreement(
              "relu()",
              "x (7)",
              "numerics.md, \"Elementwise\": −0 becomes +0; \"Gradients\": y > 0 ? g : +0",
              "output at 4: PyTorch -0.0, computed 0.0",
              "gradient of x at 0: PyTorch -0.7699999809265137, computed 0.0"),
          new Disagreement(
              "clamp(double, double): -0.75, 1.25",
              "x (7)",
              PASSES,
              "gradient of x at 0: PyTorch 0.0, computed -0.7699999809265137"),
          new Disagreement(
              "clamp(double, double): 1, -inf",
              "x (7)",
              PASSES,
              "gradient of x at 0: PyTorch 0.0, computed -0.7699999809265137"),
          new Disagreement(
              "maximum(Tensor)",
              "x (49), y (49)",
              FIRST,
              "output at 25: PyTorch -0.0, computed 0.0",
              "output at 31: PyTorch 0.0, computed -0.0"),
          new Disagreement(
              "minimum(Tensor)",
              "x (49), y (49)",
              FIRST,
              "output at 25: PyTorch -0.0, computed 0.0",
              "output at 31: PyTorch 0.0, computed -0.0"),
          new Disagreement("relu6()", "x (7)", ZERO, "output at 4: PyTorch -0.0, computed 0.0"),
          new Disagreement("relu6()", "x (13)", ZERO, "output at 7: PyTorch -0.0, computed 0.0"),
          new Disagreement(
              "hardsigmoid()",
              "x (7)",
              PASSES,
              "gradient of x at 0: PyTorch 0.0, computed -0.12833333015441895"),
          new Disagreement(
              "hardswish()",
              "x (7)",
              NAN_IN_BOTH,
              "gradient of x at 0: PyTorch -0.7699999809265137, computed NaN"),
          new Disagreement(
              "hardswish()",
              "x (13)",
              "at 3 it is 1.5 · g, as PyTorch's is for few numbers; for many it gives g",
              "gradient of x at 5: PyTorch 1.3700000047683716, computed 2.055000066757202"),
          new Disagreement(
              "elu()",
              "x (7)",
              NAN_IN_BOTH,
              "gradient of x at 0: PyTorch -0.7699999809265137, computed NaN"),
          new Disagreement(
              "elu(double): 0.75",
              "x (7)",
              NAN_IN_BOTH,
              "gradient of x at 0: PyTorch -0.7699999809265137, computed NaN"),
          new Disagreement(
              "celu(double): 0.75",
              "x (7)",
              NAN_IN_BOTH,
              "gradient of x at 0: PyTorch -0.7699999809265137, computed NaN"),
          new Disagreement(
              "selu()",
              "x (7)",
              NAN_IN_BOTH,
              "gradient of x at 0: PyTorch -0.8090397119522095, computed NaN"),
          new Disagreement(
              "max()",
              "x (4)",
              NAN,
              "gradient of x at 1: PyTorch -0.38499999046325684, computed 0.0",
              "gradient of x at 3: PyTorch -0.38499999046325684, computed 0.0"),
          new Disagreement(
              "max(int[], boolean): [1], false",
              "x (4, 3)",
              NAN,
              "gradient of x at (0, 0): PyTorch NaN, computed 0.0",
              "gradient of x at (0, 1): PyTorch NaN, computed 0.0",
              "gradient of x at (0, 2): PyTorch NaN, computed 0.0"),
          new Disagreement(
              "Functional.crossEntropy(Tensor, Tensor)",
              "x (3, 3), labels (3)",
              IGNORED,
              "gradient of x at (2, 0): PyTorch NaN, computed 0.0",
              "gradient of x at (2, 1): PyTorch NaN, computed 0.0",
              "gradient of x at (2, 2): PyTorch NaN, computed 0.0"),
          new Disagreement(
              "CrossEntropyLoss",
              "x (3, 3), target (3)",
              IGNORED,
              "gradient of x at (2, 0): PyTorch NaN, computed 0.0",
              "gradient of x at (2, 1): PyTorch NaN, computed 0.0",
              "gradient of x at (2, 2): PyTorch NaN, computed 0.0"));

  private Disagreements() {}

  /** The differences that are expected of a run; none but of the few above. */
  static List<String> of(Line line, Run run) {
    return ALL.stream()
        .filter(one -> one.line().equals(line.name()) && one.run().equals(run.toString()))
        .flatMap(one -> List.of(one.found()).stream())
        .toList();
  }

  /** The runs that they are of: a line's name and its inputs' shapes. */
  static List<String> runs() {
    return ALL.stream().map(one -> one.line() + ", " + one.run()).toList();
  }
}
