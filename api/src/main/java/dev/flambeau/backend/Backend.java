package dev.flambeau.backend;

import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One opened device: memory, and a table from op to kernel behind one entry point.
 *
 * <p>Types, shapes and devices have been checked above; a kernel trusts them. Work runs in the
 * order in which it was asked for and may run after the call has returned: only {@link #read} and
 * {@link #synchronize} wait. Every method may be called from any thread; once it is closed, each
 * that would work throws {@link DeviceClosedException}.
 */
public interface Backend extends AutoCloseable {
  DeviceInfo device();

  /**
   * Memory for so many elements.
   *
   * @throws OutOfDeviceMemoryException if there is none left, after what is pooled was given up
   */
  Buffer allocate(DType dtype, int elements);

  /**
   * Whether there is a kernel for this op on inputs and outputs of these types; if not, it is
   * decomposed.
   *
   * @param outputs what the op infers from the inputs
   */
  boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs);

  /**
   * Runs a supported op. Outputs have the types that the op infers and share no memory with inputs,
   * but where the op changes an input in place: {@link Op#inPlaceOf}.
   *
   * @throws DeviceFaultException if the device refuses
   */
  void run(Op op, List<View> inputs, List<View> outputs);

  /**
   * Makes a supported op ready to be run many times on these views, as {@link #run} would. The
   * views' buffers outlive it.
   */
  default PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
    return () -> run(op, inputs, outputs);
  }

  /**
   * How many contractions that do not depend on each other, with or without an epilogue, are better
   * prepared together: {@link #prepare(List)}. 1 for a device that gains nothing by it.
   */
  default int contractionsAtOnce() {
    return 1;
  }

  /** An op on given views. */
  record Call(Op op, List<View> inputs, List<View> outputs) {
    public Call {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** Makes supported ops ready that do not depend on each other: they may run side by side. */
  default PreparedOp prepare(List<Call> independent) {
    return PreparedOp.inOrder(this, independent);
  }

  /** Copies elements within the device, in order with all other work; both types are the same. */
  default void copy(View source, View target) {
    run(new Cast(target.type().dtype()), List.of(source), List.of(target));
  }

  /** Copies host elements, in the machine's byte order, to the device; the source is free again. */
  void write(ByteBuffer source, View target);

  /** Waits for the work before it and copies elements to the host, in the machine's byte order. */
  void read(View source, ByteBuffer target);

  /** Waits until all work is done. */
  void synchronize();

  /** What is held now. */
  MemoryUse memory();

  /** Gives everything back. Buffers that are still open are void. */
  @Override
  void close();
}
