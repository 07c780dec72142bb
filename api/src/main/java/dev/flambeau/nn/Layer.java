package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/**
 * A module from one tensor to one tensor, as {@link Sequential} takes them.
 *
 * <pre>{@code
 * final class Residual extends Layer {
 *   private final Linear inner;
 *
 *   Residual(int width) {
 *     inner = child("inner", new Linear(width, width));
 *   }
 *
 *   public Tensor forward(Tensor x) {
 *     return x.add(inner.forward(x).tanh());
 *   }
 * }
 * }</pre>
 */
public abstract class Layer extends Module {
  /** Computes the output of an input; the layer says of which shapes. */
  public abstract Tensor forward(Tensor input);
}
