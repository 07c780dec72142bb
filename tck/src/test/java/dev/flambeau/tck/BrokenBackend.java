package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.cases.HostTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The reference with something wrong: a subclass spoils what goes in, or what comes out. */
abstract class BrokenBackend implements Backend {
  private final Backend reference;

  BrokenBackend(Backend reference) {
    this.reference = reference;
  }

  /** Spoils an input in a copy that the op reads. */
  void before(Op op, int input, HostTensor tensor) {}

  /** Spoils an output before anybody sees it. */
  void after(Op op, HostTensor output) {}

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    List<View> spoilt = new ArrayList<>();
    for (View input : inputs) {
      HostTensor tensor = fetch(input);
      before(op, spoilt.size(), tensor);
      View copy =
          new View(allocate(input.type().dtype(), input.type().elements()), 0, input.type());
      write(tensor.bytes(), copy);
      spoilt.add(copy);
    }
    reference.run(op, spoilt, outputs);
    for (View output : outputs) {
      HostTensor tensor = fetch(output);
      after(op, tensor);
      write(tensor.bytes(), output);
    }
    spoilt.forEach(copy -> copy.buffer().close());
  }

  private HostTensor fetch(View view) {
    HostTensor tensor = HostTensor.zeros(view.type());
    read(view, tensor.bytes());
    return tensor;
  }

  @Override
  public DeviceInfo device() {
    DeviceInfo own = reference.device();
    return new DeviceInfo(
        "broken",
        own.provider(),
        own.deviceClass(),
        own.platform(),
        own.model(),
        own.matches(),
        own.memoryBytes(),
        own.dtypes());
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    return reference.allocate(dtype, elements);
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return reference.supports(op, inputs, outputs);
  }

  @Override
  public void write(ByteBuffer source, View target) {
    reference.write(source, target);
  }

  @Override
  public void read(View source, ByteBuffer target) {
    reference.read(source, target);
  }

  @Override
  public void synchronize() {
    reference.synchronize();
  }

  @Override
  public MemoryUse memory() {
    return reference.memory();
  }

  @Override
  public void close() {}
}
