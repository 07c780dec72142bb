package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Philox;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that an optimizer changes: FLOAT32, wanting a gradient, living until its model is
 * closed.
 *
 * <p>It has a shape from the first and values once its model lies on a device.
 */
public final class Parameter {
  private final Shape shape;
  private final float bound;
  private @Nullable Tensor tensor;

  /**
   * A parameter whose first values are uniform on [−bound, bound).
   *
   * @param bound 0 for zeros
   */
  public Parameter(float bound, int... shape) {
    this.bound = bound;
    this.shape = Shape.of(shape);
  }

  /** The sizes of its axes. */
  public Shape shape() {
    return shape;
  }

  /**
   * Its values.
   *
   * @throws ModelException before its model lies on a device
   */
  public Tensor tensor() {
    if (tensor == null) {
      throw new ModelException(
          "A parameter "
              + shape
              + " has no values yet: call to(device) on the model that it belongs to.");
    }
    return tensor;
  }

  /** What backward has left for it. */
  public Optional<Tensor> grad() {
    return tensor == null ? Optional.empty() : tensor.grad();
  }

  /** Whether these are its values. */
  boolean holds(Tensor values) {
    return values == tensor;
  }

  boolean isPlaced() {
    return tensor != null;
  }

  /** First values from the model's random numbers; {@code place} counts its parameters. */
  Tensor draw(Device device, long seed, int place) {
    float[] values = new float[shape.elements()];
    if (bound != 0) {
      new Philox(seed, Philox.WEIGHTS, place, 0).fill(values, bound);
    }
    return Scope.outside(() -> device.tensor(values, shape.sizes()));
  }

  /** Its values on a device; itself where it lies there. */
  Tensor on(Device device) {
    return Scope.outside(() -> tensor().to(device));
  }

  /** Takes other values in the place of its own. */
  void replace(Tensor values) {
    if (values != tensor) {
      close();
      tensor = values.requiresGrad(true);
    }
  }

  void close() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
