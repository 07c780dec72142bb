package dev.flambeau.examples.bench;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Another backend, and how many ops it was asked to run. */
final class CountingBackend implements Backend {
  private final Backend backend;
  private final AtomicLong launches = new AtomicLong();

  CountingBackend(Backend backend) {
    this.backend = backend;
  }

  long launches() {
    return launches.get();
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    launches.incrementAndGet();
    backend.run(op, inputs, outputs);
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
