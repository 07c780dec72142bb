package dev.flambeau.tensor;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.DeviceMismatchException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors that a backend works on, held until it has been asked for all it is to do.
 *
 * <p>While they are held, their memory is nobody else's: should another thread close one of them,
 * or the garbage collector find that nobody will use it again, the memory is given back afterwards.
 * Without this a read could bring the values of whoever had been given the memory since.
 */
final class Operands implements AutoCloseable {
  private final List<Tensor> tensors;

  /** So many of them are held, from the first on. */
  private int held;

  private Operands(List<Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Holds the operands of an op, which must be open and live on one device. */
  static Operands of(Op op, Device device, List<Tensor> tensors) {
    Operands operands = new Operands(tensors);
    if (!operands.hold(device)) {
      throw operands.refusal(op.name(), device); // the name is made for a refusal alone
    }
    return operands;
  }

  /** Holds the tensors that a method of this name is given. */
  static Operands of(String method, Device device, List<Tensor> tensors) {
    Operands operands = new Operands(tensors);
    if (!operands.hold(device)) {
      throw operands.refusal(method, device);
    }
    return operands;
  }

  /** Holds the one tensor that a method of this name works on. */
  static Operands of(String method, Tensor tensor) {
    return of(method, tensor.device(), List.of(tensor));
  }

  private boolean hold(Device device) {
    while (held < tensors.size() && hold(tensors.get(held), device)) {
      held++;
    }
    return held == tensors.size();
  }

  private static boolean hold(Tensor tensor, Device device) {
    return tensor.device() == device
        && !tensor.isClosed()
        && !device.lifetime().isClosed()
        && tensor.storage().retain();
  }

  private RuntimeException refusal(String name, Device device) {
    Tensor refused = tensors.get(held);
    close();
    return refusal(name, refused, device);
  }

  /** Refuses a tensor that is not open or of another device, without holding it. */
  static void check(String method, Tensor tensor, Device expected) {
    if (tensor.isClosed() || tensor.device().lifetime().isClosed() || tensor.device() != expected) {
      throw refusal(method, tensor, expected);
    }
  }

  private static RuntimeException refusal(String method, Tensor tensor, Device expected) {
    Device device = tensor.device();
    boolean isOfClosedDevice = !tensor.isClosed() && device.lifetime().isClosed();
    if (tensor.isClosed() || isOfClosedDevice || device == expected) {
      return new ClosedTensorException(
          method
              + ": the tensor "
              + tensor.view().type()
              + " has been closed, by itself or with its "
              + (isOfClosedDevice ? "device " + device.name() : "scope")
              + ". Use it before that, or keep it with Scope.keep.");
    }
    String other = device.name();
    boolean isNamesake = expected.name().equals(other);
    return new DeviceMismatchException(
        method
            + ": tensors must live on one device, were given "
            + (isNamesake
                ? "two that were both opened as " + other + ". Open it once and share it, or move"
                : expected.name() + " and " + other + ". Move")
            + " one with to(device).");
  }

  /** Where they lie. */
  List<View> views() {
    List<View> views = new ArrayList<>(held);
    for (int i = 0; i < held; i++) {
      views.add(tensors.get(i).view());
    }
    return views;
  }

  /** Their types. */
  List<TensorType> types() {
    List<TensorType> types = new ArrayList<>(held);
    for (int i = 0; i < held; i++) {
      types.add(tensors.get(i).view().type());
    }
    return types;
  }

  @Override
  public void close() {
    for (int i = 0; i < held; i++) {
      tensors.get(i).storage().release();
    }
  }
}
