package dev.flambeau.nn;

import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;

/**
 * The spread of first weights, by how many values go in and out: of a weight {@code (out, in, …)},
 * each counted as often as there are positions behind the first two axes.
 */
final class FanBound {
  private FanBound() {}

  /** The number of inputs of one output. */
  static int in(Shape weight) {
    return weight.rank() < 2 ? weight.elements() : weight.elements(1, weight.rank());
  }

  /** The number of outputs that one input reaches. */
  static int out(Shape weight) {
    return weight.rank() < 2
        ? weight.elements()
        : weight.size(0) * weight.elements(2, weight.rank());
  }

  /** The bound of a uniform distribution of variance {@code numerator / fan}; 0 without inputs. */
  static float of(double numerator, double fan) {
    return fan == 0 ? 0 : (float) Math.sqrt(3 * numerator / fan);
  }

  /** The bound 1/√n of what begins as n inputs' bias; 0 without inputs. */
  static float reciprocalRoot(int n) {
    return n == 0 ? 0 : (float) (1 / Math.sqrt(n));
  }

  /** Normal numbers of variance {@code numerator / fan}; zeros without inputs. */
  static void fillNormal(float[] values, double numerator, double fan, Philox random) {
    if (fan != 0) {
      NormalNumbers.fill(values, 0, (float) Math.sqrt(numerator / fan), random);
    }
  }

  static void fill(float[] values, double numerator, double fan, Philox random) {
    float bound = of(numerator, fan);
    if (bound != 0) {
      random.fill(values, bound);
    }
  }
}
