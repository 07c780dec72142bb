package dev.flambeau.torch;

import java.util.List;

/**
 * The runs whose values are not PyTorch's, with what is found there and why. One that is found no
 * more, or that has changed, fails as any other run does.
 */
final class Disagreements {
  private static final String NAN = "numerics.md, \"Gradients\": nothing is equal to a NaN";

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
              "Functional.linear(Tensor, Tensor)",
              "x (3), weight (2, 3)",
              "a gap: its Javadoc allows (…, in), and with a bias a vector is taken",
              "refused: matmul: takes matrices, was given (3) and (2, 3). Reshape a vector to (1, n)"
                  + " or (n, 1)."),
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
