package dev.flambeau.tensor.dry;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.dry.DryRun.Ran;
import dev.flambeau.tensor.dry.DryRun.Value;
import dev.flambeau.tensor.error.CaptureException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A backend that takes every op, notes it, and does nothing. */
final class ShapesOnly implements Backend {
  private static final DeviceInfo INFO =
      new DeviceInfo(
          "dry",
          "dry",
          DeviceClass.CPU,
          "dry run",
          "no memory",
          List.of(),
          Long.MAX_VALUE,
          Set.of(DType.values()));

  private final List<Ran> ran = new ArrayList<>();
  private int latest = -1;

  private record Numbered(int number, DType dtype, int elements) implements Buffer {
    @Override
    public void close() {}
  }

  List<Ran> ran() {
    return ran;
  }

  /** The number of the memory that was taken last. */
  int latest() {
    return latest;
  }

  @Override
  public DeviceInfo device() {
    return INFO;
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    return new Numbered(++latest, dtype, elements);
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return true;
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    ran.add(new Ran(op, values(inputs), values(outputs)));
  }

  private static List<Value> values(List<View> views) {
    return views.stream()
        .map(view -> new Value(((Numbered) view.buffer()).number(), view.type()))
        .toList();
  }

  @Override
  public void write(ByteBuffer source, View target) {}

  @Override
  public void read(View source, ByteBuffer target) {
    throw new CaptureException(
        "A model is run for its shapes alone, without values: its forward pass may read none back.");
  }

  @Override
  public void synchronize() {}

  @Override
  public MemoryUse memory() {
    return new MemoryUse(0, 0, 0);
  }

  @Override
  public void close() {}
}
