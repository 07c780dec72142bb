package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import dev.flambeau.tck.cases.HostTensor;
import java.util.ArrayList;
import java.util.List;

/** The reference with something wrong: a subclass spoils what goes in, or what comes out. */
abstract class BrokenBackend extends ForwardingBackend {

  BrokenBackend(Backend reference) {
    super(reference);
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
    super.run(op, spoilt, outputs);
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
    DeviceInfo own = super.device();
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

  /** The reference serves other tests too. */
  @Override
  public void close() {}
}
