package dev.flambeau.cpu.recurrence;

import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.op.Recurrent.Nonlinearity;

/**
 * The part of a recurrent layer that goes step by step: numerics.md, "Compositions". Matrices of
 * sequences hold all steps, a batch of rows for each.
 */
public interface Recurrence {
  /** {@code v·Wᵀ + b}: weights (H, values of v), and a bias of one row. */
  record Affine(Matrix weight, Matrix bias) {}

  /**
   * Makes every {@code h[t] = f((x[t]·W_ihᵀ + b_ih) + (h[t − 1]·W_hhᵀ + b_hh))}.
   *
   * @param h0 what the first step begins with: a batch of rows
   */
  void forward(Nonlinearity f, Matrix h0, Matrix x, Affine input, Affine hidden, Matrix h);

  /**
   * Makes every {@code dz[t] = (g[t] + carry) · f′(h[t])}, latest first, and each time {@code carry
   * = dz[t]·W}; the last step has no carry.
   *
   * @param carry holds the gradient of h0 in the end: a batch of rows
   */
  void backward(Nonlinearity f, Matrix g, Matrix h, Matrix weightHh, Matrix carry, Matrix dz);
}
