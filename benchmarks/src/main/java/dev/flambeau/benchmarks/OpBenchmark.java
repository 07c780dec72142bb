package dev.flambeau.benchmarks;

import dev.flambeau.backend.View;
import dev.flambeau.op.Op;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One op on one device: a subclass says which op, on what. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public abstract class OpBenchmark {
  /** What is run again and again. */
  record Call(Op op, List<View> inputs, List<View> outputs) {}

  @Param("cpu")
  public String device = "cpu";

  private @Nullable OnDevice opened;
  private @Nullable Call call;

  /** Prepares the op and its tensors. */
  abstract Call prepare(OnDevice device);

  /** Opens the device. */
  @Setup
  public void open() {
    opened = new OnDevice(device);
    call = prepare(opened);
  }

  /** One run of the op. */
  @Benchmark
  public void run() {
    opened.run(call.op(), call.inputs(), call.outputs());
  }

  /** Closes the device. */
  @TearDown
  public void close() {
    opened.close();
  }
}
