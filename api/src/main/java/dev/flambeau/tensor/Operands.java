package dev.flambeau.tensor;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tensors that a backend works on, held until it has been asked for all it is to do.
 *
 * <p>While they are held, their memory is nobody else's: should another thread close one of them,
 * or the garbage collector find that nobody will use it again, the memory is given back afterwards.
 * Without this a read could bring the values of whoever had been given the memory since.
 */
final class Operands implements AutoCloseable {
  private final List<Tensor> held;

  private Operands(int count) {
    held = new ArrayList<>(count);
  }

  /** Holds the operands of an op, which must be open and live on one device. */
  static Operands of(Op op, Device device, List<Tensor> tensors) {
    return of(op::name, device, tensors);
  }

  /** Holds the tensors that a method of this name is given. */
  static Operands of(String method, Device device, List<Tensor> tensors) {
    return of(() -> method, device, tensors);
  }

  /** Holds the one tensor that a method of this name works on. */
  static Operands of(String method, Tensor tensor) {
    return of(method, tensor.device(), List.of(tensor));
  }

  private static Operands of(Supplier<String> name, Device device, List<Tensor> tensors) {
    Operands operands = new Operands(tensors.size());
    try {
      for (Tensor tensor : tensors) {
        tensor.hold(name, device);
        operands.held.add(tensor);
      }
      return operands;
    } catch (RuntimeException | Error e) {
      operands.close();
      throw e;
    }
  }

  /** Where they lie. */
  List<View> views() {
    List<View> views = new ArrayList<>(held.size());
    for (Tensor tensor : held) {
      views.add(tensor.view());
    }
    return views;
  }

  /** Their types. */
  List<TensorType> types() {
    List<TensorType> types = new ArrayList<>(held.size());
    for (Tensor tensor : held) {
      types.add(tensor.view().type());
    }
    return types;
  }

  @Override
  public void close() {
    for (Tensor tensor : held) {
      tensor.storage().release();
    }
  }
}
