package dev.flambeau.nn;

import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.CapturedStep.Guard;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that belongs to a module's state and lives until the module is closed.
 *
 * <p>It has a shape from the first and values once its model lies on a device.
 */
public abstract sealed class StateTensor permits Parameter, Buffer {
  private final String name;
  private final Initializer initializer;
  private final Shape shape;
  private @Nullable Tensor tensor;
  private boolean closed;

  StateTensor(String name, Initializer initializer, Shape shape) {
    this.name = name;
    this.initializer = initializer;
    this.shape = shape;
  }

  /** Its name in the module that declared it. */
  public final String name() {
    return name;
  }

  /** The sizes of its axes. */
  public final Shape shape() {
    return shape;
  }

  /**
   * Its values, FLOAT32. They are another tensor after the model was moved.
   *
   * @throws ModelException before its model lies on a device
   */
  public final Tensor tensor() {
    Tensor values = tensor;
    if (values == null) {
      throw new ModelException(
          "The "
              + kind()
              + " \""
              + name
              + "\" "
              + shape
              + (closed
                  ? " was freed: the model that it belongs to has been closed."
                  : " has no values yet: call to(device) on the model that it belongs to."));
    }
    if (CapturedStep.isRecording()) {
      CapturedStep.dependsOn(new Values(this, values));
    }
    return values;
  }

  /** The values that recorded code has used: after a move there are others. */
  private record Values(StateTensor owner, Tensor tensor) implements Guard {
    @Override
    public boolean holds() {
      return owner.tensor == tensor;
    }

    @Override
    public String toString() {
      return "the values of \"" + owner.name + "\"";
    }
  }

  /** Names what it is in messages. */
  abstract String kind();

  final @Nullable Tensor valuesIfPlaced() {
    return tensor;
  }

  final boolean isPlaced() {
    return tensor != null;
  }

  /** Makes first values from the model's random numbers; {@code place} counts its parameters. */
  final Tensor draw(Device device, long seed, int place) {
    float[] values = new float[shape.elements()];
    initializer.fill(values, shape, new Philox(seed, Philox.WEIGHTS, place, 0));
    return Scope.outside(() -> device.tensor(values, shape.sizes()));
  }

  /** Makes zeros, for values that are to be loaded. */
  final Tensor zeros(Device device) {
    return Scope.outside(() -> device.zeros(shape.sizes()));
  }

  /** Gives its values on a device; itself where it lies there. */
  final Tensor on(Device device) {
    return Scope.outside(() -> tensor().to(device));
  }

  /** Takes other values in the place of its own. */
  void replace(Tensor values) {
    if (values != tensor) {
      free();
      tensor = values;
      closed = false;
    }
  }

  /** Has other values for a while, or none, and gives those that it had; none are freed. */
  final @Nullable Tensor exchange(@Nullable Tensor values) {
    Tensor before = tensor;
    tensor = values;
    return before;
  }

  final void close() {
    closed |= tensor != null;
    free();
  }

  private void free() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }

  @Override
  public final String toString() {
    return kind() + " \"" + name + "\" " + shape;
  }
}
