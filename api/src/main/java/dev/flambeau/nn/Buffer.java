package dev.flambeau.nn;

import dev.flambeau.op.Shape;

/**
 * A tensor of a module's state that no optimizer changes, as a running mean: FLOAT32, saved and
 * moved with the model.
 *
 * <p>A module declares it by {@link Module#buffer}.
 */
public final class Buffer extends StateTensor {
  Buffer(String name, Initializer initializer, Shape shape) {
    super(name, initializer, shape);
  }

  @Override
  String kind() {
    return "buffer";
  }
}
