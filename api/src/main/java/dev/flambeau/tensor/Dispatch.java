package dev.flambeau.tensor;

import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tensor.memory.Leaks;
import dev.flambeau.tensor.memory.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way of an op from tensors to a backend: operands are checked and held, outputs made, the op
 * run, or left to the plan of a step that is recorded, and noted for the gradient.
 */
final class Dispatch {
  private Dispatch() {}

  /**
   * Runs an op on tensors of one device, of which there must be one.
   *
   * @throws ShapeMismatchException also if there is none
   */
  static List<Tensor> run(Op op, List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeMismatchException(
          op.name() + ": takes one tensor or more, which tell the device, was given none");
    }
    return run(inputs.get(0).device(), op, inputs);
  }

  static List<Tensor> run(Device device, Op op, List<Tensor> inputs) {
    try (Operands operands = Operands.of(op, device, inputs)) {
      List<View> views = operands.views();
      List<TensorType> types = operands.types();
      List<TensorType> made = op.infer(types);
      Optional<View> shared = Execution.view(op, types, views);
      List<Tensor> outputs =
          shared.isPresent()
              ? List.of(Tensor.of(device, inputs.get(0).storage(), shared.get()))
              : compute(device, op, views, made);
      Tape.record(op, inputs, outputs);
      Recording.add(op, inputs, outputs);
      return outputs;
    }
  }

  /** Runs an op that changes tensors in place: its outputs lie where its first inputs do. */
  static void runInPlace(Op op, List<Tensor> inputs, int changed) {
    Device device = inputs.get(0).device();
    try (Operands operands = Operands.of(op, device, inputs)) {
      List<View> views = operands.views();
      op.infer(operands.types());
      for (int i = 0; i < changed; i++) {
        inputs.get(i).storage().change();
      }
      execute(device, op, views, views.subList(0, changed));
      Recording.add(op, inputs, inputs.subList(0, changed));
    }
  }

  /** What an op gives with an operand made for it alone, which goes when nothing needs it. */
  static Tensor consuming(Tensor operand, Supplier<Tensor> op) {
    operand.storage().silence();
    try {
      Tensor result = op.get();
      Tape.own(result, operand);
      return result;
    } catch (RuntimeException | Error e) {
      operand.close();
      throw e;
    }
  }

  private static List<Tensor> compute(
      Device device, Op op, List<View> inputs, List<TensorType> types) {
    List<Tensor> outputs = new ArrayList<>(types.size());
    List<View> views = new ArrayList<>(types.size());
    try {
      for (TensorType type : types) {
        Tensor output = allocate(device, type);
        outputs.add(output);
        views.add(output.view());
      }
      execute(device, op, inputs, views);
    } catch (OutOfDeviceMemoryException e) {
      outputs.forEach(Tensor::close);
      throw e.askedBy(op.name());
    } catch (RuntimeException | Error e) {
      outputs.forEach(Tensor::close);
      throw e;
    }
    return outputs;
  }

  /** A step that is recorded is computed by its plan, once that is ready. */
  private static void execute(Device device, Op op, List<View> inputs, List<View> outputs) {
    if (!Recording.isOpen()) {
      Execution.run(device.backend(), op, inputs, outputs);
    }
  }

  /** Makes a tensor in memory of its own, whose values are still to come. */
  static Tensor allocate(Device device, TensorType type) {
    if (!device.info().dtypes().contains(type.dtype())) {
      throw new TypeMismatchException(
          type.dtype()
              + " does not exist on "
              + device.name()
              + ", which has "
              + device.info().dtypes().stream().sorted().toList()
              + ". FLOAT64 is for gradient checks, on cpu:reference.");
    }
    Buffer buffer = memory(device, type);
    Storage storage = new Storage(buffer, type, device.lifetime());
    return new Tensor(device, storage, new View(buffer, 0, type));
  }

  /**
   * Forgotten tensors, which the garbage collector had no reason to look for, may hold the room.
   */
  private static Buffer memory(Device device, TensorType type) {
    try {
      return device.backend().allocate(type.dtype(), type.elements());
    } catch (OutOfDeviceMemoryException e) {
      if (Leaks.collect()) {
        return device.backend().allocate(type.dtype(), type.elements());
      }
      throw e;
    }
  }
}
