package dev.flambeau.nn;

/** A probability that a layer is made with: refused at once where it cannot be one. */
final class Probability {
  private Probability() {}

  static double checked(String layer, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new ModelException(layer + ": a probability is between 0 and 1, was given " + p + ".");
    }
    return p;
  }
}
