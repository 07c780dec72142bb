package dev.flambeau.opencl;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClosedException;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.EagerLauncher;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.LaunchContext;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.launch.PreparedLaunches;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.memory.Staging;
import dev.flambeau.opencl.queue.CommandQueue;
import dev.flambeau.opencl.queue.FewValues;
import dev.flambeau.opencl.queue.Origin;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jocl.CLException;

/**
 * A device by way of OpenCL: a context, an in-order queue, one program, and the table from op to
 * launches. One thread at a time enqueues; the device works on while the host goes on.
 */
final class OpenClBackend implements Backend {
  // What is asked for beside ops.
  private static final Origin ALLOCATE = Origin.of("allocate");
  private static final Origin READ = Origin.of("read");
  private static final Origin SYNCHRONIZE = Origin.of("synchronize");
  private static final Origin CLOSE = Origin.of("close");

  private final Session session;
  private final Limits limits;
  private final Program program;
  private final GeneratedPrograms generated;
  private final DeviceMemory memory;
  private final Staging staging;
  private final FewValues few;
  private final CommandQueue queue;
  private final LaunchContext context;
  private final EagerLauncher launcher;
  private final LaunchTable table = new LaunchTable();

  // The latest: a step that is run again asks from the same site.
  private Origin copying = Origin.of("copy");
  private Origin writing = Origin.of("write");
  private boolean closed;

  /**
   * @param found what the probe found of the device
   */
  OpenClBackend(OpenClDevice device, Probe.Outcome found) {
    this(new Session(device), found, session -> Parameters.of(session, found.emulateFma()));
  }

  OpenClBackend(Session session, Probe.Outcome found, Function<Session, Parameters> chosen) {
    this.session = session;
    Parameters parameters = chosen.apply(session);
    OpenClDevice device = session.device();
    limits = Limits.of(device, found.rounds(), parameters);
    try {
      program = Kernels.build(session, Kernels.ALL, parameters);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
    memory = new DeviceMemory(session);
    staging = new Staging(session, memory);
    few = new FewValues(program);
    queue = new CommandQueue(session, memory);
    generated = new GeneratedPrograms(session, parameters);
    context = new LaunchContext(queue, program, generated, memory, parameters, limits);
    launcher = new EagerLauncher(context);
  }

  @Override
  public DeviceInfo device() {
    return session.device().info();
  }

  @Override
  public synchronized Buffer allocate(DType dtype, int elements) {
    checkOpen();
    if (!device().dtypes().contains(dtype) || elements < 0) {
      throw new IllegalArgumentException(
          device().name() + ": cannot hold " + elements + " elements of " + dtype);
    }
    try {
      return memory.allocate(dtype, elements);
    } catch (CLException e) {
      queue.begin(ALLOCATE);
      throw queue.failure(e);
    }
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return table.has(op, inputs, limits) && hasTypes(inputs) && hasTypes(outputs);
  }

  private boolean hasTypes(List<TensorType> types) {
    return types.stream().allMatch(type -> device().dtypes().contains(type.dtype()));
  }

  @Override
  public synchronized void run(Op op, List<View> inputs, List<View> outputs) {
    checkOpen();
    queue.begin(Origin.here(op.name()));
    try {
      table.run(op, inputs, outputs, launcher);
      queue.end();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }

  @Override
  public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
    return prepare(op.name(), launches -> table.run(op, inputs, outputs, launches));
  }

  @Override
  public int contractionsAtOnce() {
    return LaunchTable.CONTRACTIONS;
  }

  @Override
  public PreparedOp prepare(List<Backend.Call> independent) {
    String name =
        independent.stream()
            .map(call -> call.op().name())
            .distinct()
            .collect(Collectors.joining(" and "));
    return prepare(name, launches -> table.run(independent, launches));
  }

  private synchronized PreparedOp prepare(String name, Consumer<PreparedLaunches> work) {
    checkOpen();
    Origin origin = Origin.here(name);
    queue.begin(origin);
    PreparedLaunches launches = new PreparedLaunches(context);
    try {
      work.accept(launches);
    } catch (RuntimeException e) {
      launches.close();
      throw queue.failure(e);
    } catch (Error e) {
      launches.close();
      throw e;
    }
    return new PreparedOp() {
      @Override
      public void run() {
        enqueue(origin, launches);
      }

      @Override
      public int launches() {
        return launches.size();
      }

      @Override
      public void close() {
        release(launches);
      }
    };
  }

  private synchronized void enqueue(Origin origin, PreparedLaunches launches) {
    checkOpen();
    queue.begin(origin);
    try {
      launches.run();
      queue.end();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }

  private synchronized void release(PreparedLaunches launches) {
    launches.close();
  }

  @Override
  public synchronized void copy(View source, View target) {
    checkOpen();
    if (source.type().elements() == 0) {
      return;
    }
    copying = copying.again();
    queue.begin(copying);
    try {
      queue.copy(source, target);
      queue.end();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }

  @Override
  public synchronized void write(ByteBuffer source, View target) {
    checkOpen();
    target.checkLength("write", source);
    if (!source.hasRemaining()) {
      return;
    }
    writing = writing.again();
    queue.begin(writing);
    try {
      if (FewValues.takes(target)) {
        few.write(source, target, queue);
      } else {
        staging.write(source, DeviceBuffer.of(target), byteOffset(target));
        queue.note();
      }
      queue.end();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }

  @Override
  public synchronized void read(View source, ByteBuffer target) {
    checkOpen();
    source.checkLength("read", target);
    if (!target.hasRemaining()) {
      return;
    }
    queue.begin(READ);
    try {
      staging.read(DeviceBuffer.of(source), byteOffset(source), target);
      queue.finished();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }

  private static long byteOffset(View view) {
    return (long) view.offset() * view.type().dtype().bytes();
  }

  @Override
  public synchronized void synchronize() {
    checkOpen();
    queue.begin(SYNCHRONIZE);
    try {
      queue.finish();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }

  @Override
  public MemoryUse memory() {
    return memory.use();
  }

  private void checkOpen() {
    if (closed) {
      throw new DeviceClosedException(device().name());
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    queue.begin(CLOSE);
    try (session;
        program;
        generated;
        memory;
        staging;
        queue) { // closed from the last to the first
      queue.finish();
    } catch (RuntimeException e) {
      throw queue.failure(e);
    }
  }
}
