package dev.flambeau.tensor.dry;

import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A device that holds no memory and computes nothing, but knows types: code that runs on it tells
 * the ops that it is made of. It may read nothing back.
 */
public final class DryRun implements AutoCloseable {
  /**
   * A value.
   *
   * @param memory the number of the memory where it lies; views of a value have the value's
   */
  public record Value(int memory, TensorType type) {}

  /** An op that was asked for; what is no more than a view of its input is none. */
  public record Ran(Op op, List<Value> inputs, List<Value> outputs) {
    public Ran {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    /** How many products it adds up, if it is a contraction or a recurrence; else 0. */
    public long multiplyAdds() {
      return MultiplyAdds.of(this);
    }
  }

  /** A tensor that the code is given, and the number of its memory. */
  public record Given(Tensor tensor, int memory) {}

  private final ShapesOnly backend = new ShapesOnly();
  private final Device device = Device.over(backend);

  /** Makes a tensor for the code; it is closed by its taker, or with the run. */
  public Given give(TensorType type) {
    // Labels that the host knows are checked by it, not by ops that are no part of the code.
    Tensor tensor =
        type.dtype() == DType.INT32
            ? device.tensor(new int[type.elements()], type.shape().sizes())
            : device.full(type.dtype(), 0, type.shape());
    return new Given(tensor, backend.latest());
  }

  /** The ops that were asked for from some point on, in order. */
  public List<Ran> since(int count) {
    return new ArrayList<>(backend.ran().subList(count, backend.ran().size()));
  }

  /** How many ops were asked for until now. */
  public int count() {
    return backend.ran().size();
  }

  @Override
  public void close() {
    device.close();
  }
}
