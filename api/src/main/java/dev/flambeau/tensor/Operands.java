package dev.flambeau.tensor;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
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
    while (held < tensors.size() && tensors.get(held).hold(device)) {
      held++;
    }
    return held == tensors.size();
  }

  private RuntimeException refusal(String name, Device device) {
    Tensor refused = tensors.get(held);
    close();
    return refused.refusal(name, device);
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
