package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.cases.HostTensor;
import java.util.Optional;

/**
 * A tensor in a device's memory with guards before and behind it.
 *
 * <p>In an output's guards a write outside the tensor shows. An input's are NaN, so that a read
 * outside shows in what is computed.
 */
final class Guarded implements AutoCloseable {
  static final int BEHIND = 5;

  private final Backend backend;
  private final Buffer buffer;
  private final View view;
  private final HostTensor written;

  private Guarded(Backend backend, HostTensor content, int before) {
    DType dtype = content.type().dtype();
    int elements = before + content.type().elements() + BEHIND;
    this.written = guards(new TensorType(dtype, Shape.of(elements)));
    written.slice(before, content.type()).bytes().put(content.bytes().duplicate());
    this.backend = backend;
    this.buffer = backend.allocate(dtype, elements);
    this.view = new View(buffer, before, content.type());
  }

  /** Puts a tensor on the device, {@code before} elements into a buffer of its own. */
  static Guarded place(Backend backend, HostTensor content, int before) {
    Guarded guarded = new Guarded(backend, content, before);
    backend.write(
        guarded.written.bytes().duplicate().order(content.bytes().order()), guarded.whole());
    return guarded;
  }

  private static HostTensor guards(TensorType type) {
    HostTensor guards = HostTensor.zeros(type);
    for (int i = 0; i < type.elements(); i++) {
      // NaN is no INT32 and no BOOL: there it is some other number that no op makes.
      guards.put(
          i,
          type.dtype() == DType.INT32
              ? -0x5A5A5A5A
              : type.dtype() == DType.BOOL ? i & 1 : Double.NaN);
    }
    return guards;
  }

  View view() {
    return view;
  }

  /** What the device holds now, guards included. */
  HostTensor read() {
    HostTensor now = HostTensor.zeros(written.type());
    backend.read(whole(), now.bytes().duplicate().order(now.bytes().order()));
    return now;
  }

  /** The tensor without its guards. */
  HostTensor content(HostTensor read) {
    return read.slice(view.offset(), view.type());
  }

  /** What was written into the guards, in words. */
  Optional<String> trespass(HostTensor read) {
    int begin = view.offset();
    int end = begin + view.type().elements();
    for (int i = 0; i < written.type().elements(); i++) {
      if ((i < begin || i >= end) && read.bits(i) != written.bits(i)) {
        return Optional.of(
            (i < begin ? (begin - i) + " before its begin" : (i - end + 1) + " behind its end")
                + " stands "
                + Difference.element(read, i));
      }
    }
    return Optional.empty();
  }

  /** Where the tensor is no more what it was, in words. */
  Optional<String> change(HostTensor read) {
    return Difference.between(content(written), content(read));
  }

  private View whole() {
    return new View(buffer, 0, written.type());
  }

  @Override
  public void close() {
    buffer.close();
  }
}
