package dev.flambeau.tensor;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.InPlace;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tensor.memory.HostTransfer;
import dev.flambeau.tensor.memory.LabelRange;
import java.util.List;
import java.util.function.Consumer;

/**
 * Transfers of a tensor's values as they are: from and to the host, and between tensors of one
 * device or of two. None of them has a gradient.
 */
final class TensorTransfer {
  private TensorTransfer() {}

  /** Makes a tensor of an array's values. */
  static Tensor fromHost(Device device, TensorType type, Object array) {
    Recording.refuseWrite("tensor");
    Tensor tensor =
        filled(
            device, "tensor", type, target -> HostTransfer.write(device.backend(), array, target));
    tensor.storage().know(LabelRange.of(array));
    return tensor;
  }

  /** Makes a tensor of the same values on another device, by way of the host. */
  static Tensor to(Device other, Tensor source) {
    try (Operands held = Operands.of("to", source)) {
      Recording.refuseRead();
      Backend from = source.device().backend();
      Tensor copy =
          filled(
              other,
              "to",
              source.view().type(),
              target -> HostTransfer.copy(from, source.view(), other.backend(), target));
      know(copy, source);
      return copy;
    }
  }

  /** Makes a tensor of the same values in memory of its own on this device; unrecorded. */
  static Tensor copy(Device device, Tensor source) {
    Operands.check("copy", source, device);
    try (Operands held = Operands.of("copy", source)) {
      Tensor copy =
          filled(
              device,
              "copy",
              source.view().type(),
              target -> device.backend().copy(source.view(), target));
      know(copy, source);
      return copy;
    }
  }

  /** A new tensor with values from elsewhere; if they fail to arrive, there is none. */
  private static Tensor filled(Device device, String what, TensorType type, Consumer<View> fill) {
    try {
      Tensor tensor = Dispatch.allocate(device, type);
      try {
        fill.accept(tensor.view());
        return tensor;
      } catch (RuntimeException | Error e) {
        tensor.close();
        throw e;
      }
    } catch (OutOfDeviceMemoryException e) {
      throw e.askedBy(what);
    }
  }

  /** Replaces the values of a FLOAT32 tensor. */
  static void write(float[] values, Tensor target) {
    TensorType type = target.view().type();
    if (type.dtype() != DType.FLOAT32 || values.length != type.elements()) {
      Operands.check("write", target, target.device());
      throw new ShapeMismatchException(
          "write: " + values.length + " FLOAT32 values were given for " + type);
    }
    writeArray(values, target);
  }

  /** Replaces the values of a tensor. */
  static void write(HostTensor values, Tensor target) {
    TensorType type = target.view().type();
    if (!values.type().equals(type)) {
      Operands.check("write", target, target.device());
      throw new ShapeMismatchException(
          "write: the values must be " + type + ", were given as " + values.type());
    }
    writeArray(values.array(), target);
  }

  private static void writeArray(Object array, Tensor target) {
    try (Operands held = Operands.of("write", target)) {
      Recording.refuseWrite("write");
      target.storage().change();
      HostTransfer.write(target.device().backend(), array, target.view());
      if (isWhole(target)) {
        target.storage().know(LabelRange.of(array));
      }
    } catch (OutOfDeviceMemoryException e) {
      throw e.askedBy("write");
    }
  }

  /** Replaces a tensor's values by another's; a step that is recorded does it in every run. */
  static void replace(Tensor target, Tensor source) {
    TensorType type = target.view().type();
    Operands.check("copyFrom", target, target.device());
    if (!source.view().type().equals(type)) {
      throw new ShapeMismatchException(
          "copyFrom: the source must be " + type + ", was given " + source.view().type());
    }
    if (Recording.isOpen() && source.device() == target.device() && type.dtype().isFloating()) {
      Functional.update(
          new OptimizerUpdate(new InPlace.Assign()), List.of(target), List.of(source));
      return;
    }
    try (Operands written = Operands.of("copyFrom", target);
        Operands read = Operands.of("copyFrom", source)) {
      Recording.refuse(
          "copyFrom: takes floats of one device in a step",
          "Copy before the step, or hand the values in as an input");
      target.storage().change();
      copy(source, target);
      if (isWhole(target)) {
        know(target, source);
      }
    }
  }

  private static void copy(Tensor source, Tensor target) {
    Backend from = source.device().backend();
    Backend into = target.device().backend();
    if (source.device() == target.device()) {
      into.copy(source.view(), target.view());
    } else {
      HostTransfer.copy(from, source.view(), into, target.view());
    }
  }

  /** Waits, and copies a tensor's values to an array: of float, double, int or boolean. */
  static Object read(Tensor source, String method, DType expected) {
    TensorType type = source.view().type();
    if (type.dtype() != expected) {
      throw new TypeMismatchException(
          method + ": takes " + expected + ", this tensor is " + type + ". Cast it first.");
    }
    try (Operands held = Operands.of("read", source)) {
      Recording.refuseRead();
      source.device().labelFlags().read();
      Object array = HostTransfer.array(method, type);
      HostTransfer.read(source.device().backend(), source.view(), array);
      return array;
    }
  }

  /** Whether a tensor has all of the memory that it shares. */
  private static boolean isWhole(Tensor tensor) {
    return tensor.view().type().elements() == tensor.storage().buffer().elements();
  }

  /** Notes that a tensor has another's values, so that the host knows as much of them. */
  private static void know(Tensor tensor, Tensor source) {
    tensor.storage().know(source.storage().labels());
  }
}
