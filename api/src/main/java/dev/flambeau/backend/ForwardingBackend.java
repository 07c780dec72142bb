package dev.flambeau.backend;

import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Another backend, whose methods it calls: a wrapper overrides what it is about. How ops are
 * prepared is not passed on ({@link #prepare}, {@link #contractionsAtOnce}), so that a wrapper of
 * {@link #run} meets every op.
 */
public abstract class ForwardingBackend implements Backend {
  private final Backend backend;

  protected ForwardingBackend(Backend backend) {
    this.backend = backend;
  }

  /** The one that it wraps. */
  protected final Backend backend() {
    return backend;
  }

  @Override
  public DeviceInfo device() {
    return backend.device();
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    return backend.allocate(dtype, elements);
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return backend.supports(op, inputs, outputs);
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    backend.run(op, inputs, outputs);
  }

  @Override
  public void copy(View source, View target) {
    backend.copy(source, target);
  }

  @Override
  public void write(ByteBuffer source, View target) {
    backend.write(source, target);
  }

  @Override
  public void read(View source, ByteBuffer target) {
    backend.read(source, target);
  }

  @Override
  public void synchronize() {
    backend.synchronize();
  }

  @Override
  public MemoryUse memory() {
    return backend.memory();
  }

  @Override
  public void close() {
    backend.close();
  }
}
