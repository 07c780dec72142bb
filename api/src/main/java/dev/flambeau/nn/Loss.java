package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/**
 * How far an output is from its target: one number, still on the device.
 *
 * @param tensor the loss, {@code ()}
 */
public record Loss(Tensor tensor) {
  /** The loss as a number; waits for the device. */
  public float value() {
    return tensor.item();
  }

  /** Leaves the gradient of every parameter that the loss depends on, adding to what is there. */
  public void backward() {
    tensor.backward();
  }
}
