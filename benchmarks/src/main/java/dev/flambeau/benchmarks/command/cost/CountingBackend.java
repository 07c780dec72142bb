package dev.flambeau.benchmarks.command.cost;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another backend, and how much it has launched: the kernels of ops that were prepared, as a
 * captured step's are, one for each op that was not, and copies within the device.
 */
public final class CountingBackend extends ForwardingBackend {
  private final AtomicLong launches = new AtomicLong();

  public CountingBackend(Backend backend) {
    super(backend);
  }

  public long launches() {
    return launches.get();
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    launches.incrementAndGet();
    super.run(op, inputs, outputs);
  }

  @Override
  public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
    return counted(backend().prepare(op, inputs, outputs));
  }

  @Override
  public int contractionsAtOnce() {
    return backend().contractionsAtOnce();
  }

  @Override
  public PreparedOp prepare(List<Backend.Call> independent) {
    return counted(backend().prepare(independent));
  }

  private PreparedOp counted(PreparedOp prepared) {
    return new PreparedOp() {
      @Override
      public void run() {
        launches.addAndGet(prepared.launches());
        prepared.run();
      }

      @Override
      public int launches() {
        return prepared.launches();
      }

      @Override
      public void close() {
        prepared.close();
      }
    };
  }

  @Override
  public void copy(View source, View target) {
    launches.incrementAndGet();
    super.copy(source, target);
  }
}
