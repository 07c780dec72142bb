package dev.flambeau.benchmarks;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.View;
import dev.flambeau.benchmarks.command.timing.Operand;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** What a captured step costs beside its kernels: the same ones, called by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StepBenchmark {
  private static final int BATCH = 64;
  private static final int PIXELS = 784;
  private static final int HIDDEN = 512;
  private static final int CLASSES = 10;
  private static final int BATCHES = 8;

  @Param("cpu")
  public String device = "cpu";

  private int next;

  /** A step of the library's, on tensors. */
  @State(Scope.Benchmark)
  public static class Captured {
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> labels = new ArrayList<>();
    private Device device;
    private Sequential model;
    private Optimizer optimizer;
    private TrainingStep step;

    /** Opens the device. */
    @Setup
    public void open(StepBenchmark benchmark) {
      device = Device.open(benchmark.device);
      model =
          new Sequential(
                  new Linear(PIXELS, HIDDEN),
                  new ReLU(),
                  new Linear(HIDDEN, HIDDEN),
                  new ReLU(),
                  new Linear(HIDDEN, CLASSES))
              .to(device, 1);
      optimizer = Adam.over(model.parameters()).build();
      var loss = new CrossEntropyLoss();
      step =
          TrainingStep.captured(
              optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()));
      for (int i = 0; i < BATCHES; i++) {
        float[] pixels = HandWrittenStep.uniform(BATCH * PIXELS, 1, i);
        inputs.add(device.tensor(pixels, BATCH, PIXELS));
        labels.add(device.tensor(new int[BATCH], BATCH));
      }
    }

    /** Closes it. */
    @TearDown
    public void close() {
      inputs.forEach(Tensor::close);
      labels.forEach(Tensor::close);
      step.close();
      optimizer.close();
      model.close();
      device.close();
    }
  }

  /** The same by hand, on the backend. */
  @State(Scope.Benchmark)
  public static class ByHand {
    private final List<View> inputs = new ArrayList<>();
    private final List<View> labels = new ArrayList<>();
    private Backend backend;
    private HandWrittenStep step;

    /** Opens the device. */
    @Setup
    public void open(StepBenchmark benchmark) {
      Backends backends = Backends.discover();
      backend = backends.open(backends.find(benchmark.device), BackendOptions.defaults());
      step = new HandWrittenStep(backend, BATCH, PIXELS, HIDDEN, HIDDEN, CLASSES);
      for (int i = 0; i < BATCHES; i++) {
        float[] pixels = HandWrittenStep.uniform(BATCH * PIXELS, 1, i);
        inputs.add(Operand.of(backend, HandWrittenStep.floats(BATCH, PIXELS), pixels).view());
        labels.add(Operand.empty(backend, HandWrittenStep.labels(BATCH)).view());
      }
    }

    /** Closes it. */
    @TearDown
    public void close() {
      backend.close();
    }
  }

  /** A captured step of the tensor API. */
  @Benchmark
  public void captured(Captured captured) {
    int batch = next++ % BATCHES;
    captured.step.run(captured.inputs.get(batch), captured.labels.get(batch));
    captured.device.synchronize();
  }

  /** The same ops, one by one. */
  @Benchmark
  public void handWritten(ByHand hand) {
    int batch = next++ % BATCHES;
    hand.step.feed(hand.inputs.get(batch), hand.labels.get(batch));
    hand.step.run();
  }
}
