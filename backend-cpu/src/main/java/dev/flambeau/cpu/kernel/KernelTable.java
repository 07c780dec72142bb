package dev.flambeau.cpu.kernel;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From op class to kernel: all that one CPU device has and another has not. */
public final class KernelTable {
  private final Map<Class<? extends Op>, Kernel<?>> rows = new HashMap<>();

  /** An empty table. */
  public KernelTable() {}

  /** A table that starts with the rows of another. */
  public KernelTable(KernelTable start) {
    rows.putAll(start.rows);
  }

  /** Sets one row, over what stood there. */
  public <O extends Op> KernelTable row(Class<O> op, Kernel<? super O> kernel) {
    rows.put(op, kernel);
    return this;
  }

  /** Sets one row to a kernel that decides first, and then computes. */
  public <O extends Op> KernelTable prepared(Class<O> op, Kernel.Preparation<? super O> kernel) {
    return row(op, Kernel.prepared(kernel));
  }

  /** The classes of ops that have a row. */
  public Stream<Class<? extends Op>> ops() {
    return rows.keySet().stream();
  }

  public boolean has(Class<? extends Op> op) {
    return rows.containsKey(op);
  }

  /** Whether there is a kernel that takes this op. */
  @SuppressWarnings("unchecked") // an op is of its own class
  public boolean takes(Op op) {
    Kernel<Op> kernel = (Kernel<Op>) rows.get(op.getClass());
    return kernel != null && kernel.takes(op);
  }

  /** The kernel of an op that has one. */
  @SuppressWarnings("unchecked") // row() pairs each class with a kernel that takes it
  public <O extends Op> Kernel<O> get(Class<O> op) {
    Kernel<O> kernel = (Kernel<O>) rows.get(op);
    if (kernel == null) {
      throw new IllegalArgumentException("no kernel for " + Op.name(op) + ": ask supports() first");
    }
    return kernel;
  }

  /** Runs an op that has a kernel. */
  @SuppressWarnings("unchecked") // an op is of its own class
  public void run(Op op, List<View> inputs, List<View> outputs) {
    get((Class<Op>) op.getClass()).run(op, inputs, outputs);
  }

  /** Makes an op that has a kernel ready to be run many times. */
  @SuppressWarnings("unchecked") // an op is of its own class
  public Runnable prepare(Op op, List<View> inputs, List<View> outputs) {
    return get((Class<Op>) op.getClass()).prepare(op, inputs, outputs);
  }
}
