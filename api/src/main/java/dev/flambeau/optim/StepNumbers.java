package dev.flambeau.optim;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/** The host's side of one step for one group: its number, its rate, and running products. */
public final class StepNumbers {
  /** The product of the factors 1 to {@code steps}. */
  private static final class Product {
    private long steps;
    private double value = 1;
  }

  private final Map<Object, Product> products = new HashMap<>();
  private long number;
  private double learningRate;

  /**
   * Moves to a step.
   *
   * @param step its number, from 1
   * @return these numbers
   */
  public StepNumbers at(long step, double rate) {
    number = step;
    learningRate = rate;
    return this;
  }

  /** The step's number, from 1. */
  public long number() {
    return number;
  }

  /** The step's rate, by the schedule: a FLOAT32, widened. */
  public double learningRate() {
    return learningRate;
  }

  /** {@code factor} to the power of the step's number, by one product a step. */
  public double power(float factor) {
    return product(factor, step -> factor);
  }

  /**
   * The product of the factors of all steps up to this one, the first one first. They are computed
   * once each.
   *
   * @param name tells this product from others
   */
  public double product(String name, LongToDoubleFunction factors) {
    return product((Object) name, factors);
  }

  private double product(Object key, LongToDoubleFunction factors) {
    Product product = products.computeIfAbsent(key, any -> new Product());
    if (product.steps > number) {
      product.steps = 0;
      product.value = 1;
    }
    while (product.steps < number) {
      product.value *= factors.applyAsDouble(++product.steps);
    }
    return product.value;
  }
}
