package dev.flambeau.cpu.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Graph;
import dev.flambeau.op.InPlace;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.op.Value;
import dev.flambeau.op.Window;
import dev.flambeau.optim.Adam.AdamUpdate;
import dev.flambeau.optim.SGD.SgdUpdate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain kernels serve until fast ones are warm; which is which is told by what they count. */
@Timeout(120)
class WarmUpTest {
  private static final TensorType TYPE = new TensorType(DType.FLOAT32, Shape.of(4));

  /** Those whose kernels vectors make faster; fused ones with a sum, and behind a product. */
  private static final List<Op> SOME =
      List.of(
          new Unary.Neg(),
          new Unary.Abs(),
          new Unary.Sqrt(),
          new Unary.Relu(),
          new Binary.Add(),
          new Binary.Sub(),
          new Binary.Mul(),
          new Binary.Div(),
          new Compare.Equal(),
          new Compare.NotEqual(),
          new Compare.Less(),
          new Compare.LessEqual(),
          new Ternary.Fma(),
          new Ternary.Where(),
          new Reduction.Sum(List.of(0), false),
          new MatMul(false, false),
          new Linear(),
          new Convolution.Conv(Window.of(3), 1, true),
          new Convolution.ConvTranspose(Window.of(3), 1, Shape.of(5), true),
          new Convolution.ConvWeightGradient(Window.of(3), 1),
          new Pooling.MaxPool(Window.of(2)),
          new Rnn(Nonlinearity.TANH),
          new Rnn(Nonlinearity.RELU),
          new RnnGradient(Nonlinearity.TANH),
          new RnnGradient(Nonlinearity.RELU),
          new OptimizerUpdate(new InPlace.Assign()),
          new OptimizerUpdate(new SgdUpdate(0, 0)),
          new OptimizerUpdate(new SgdUpdate(0.9f, 0.01f)),
          new OptimizerUpdate(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f)),
          chain(List.of(5), List.of(5)),
          chain(List.of(40, 33), List.of(40, 1)),
          followed(new MatMul(false, false), false),
          followed(new MatMul(false, true), true),
          followed(new Linear(), false));

  /** And functions. */
  private static final List<Op> OPS =
      Stream.concat(SOME.stream(), Elementary.all().stream()).toList();

  private final Workers workers = new Workers(1);
  private final HostMemory memory = new HostMemory("test", 0);
  private final AtomicInteger plainRuns = new AtomicInteger();
  private final AtomicInteger fastRuns = new AtomicInteger();

  /** The warm-up waits for it, at its first run of a fast kernel. */
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  private final View x = view(-1, 2, -3, 4);
  private final View y = view(0, 0, 0, 0);

  @AfterEach
  void close() {
    workers.close();
    memory.close();
  }

  private View view(float... values) {
    View view = new View(memory.allocate(DType.FLOAT32, values.length), 0, TYPE);
    System.arraycopy(values, 0, HostBuffer.floats(view), 0, values.length);
    return view;
  }

  private KernelTable counting(KernelTable table, Op op, AtomicInteger runs) {
    return row(new KernelTable(table), op.getClass(), table, runs);
  }

  private <O extends Op> KernelTable row(
      KernelTable counting, Class<O> op, KernelTable table, AtomicInteger runs) {
    return counting.row(
        op,
        (one, inputs, outputs) -> {
          runs.incrementAndGet();
          table.get(op).run(one, inputs, outputs);
        });
  }

  /** A layer whose kernel of an op counts, and waits in the warm-up's thread. */
  private KernelTable changing(Op op) {
    KernelTable plain = new ParallelKernels().over(ReferenceKernels.table(), workers, memory);
    KernelLayer layer =
        (start, workers, memory) -> {
          KernelTable waiting = new KernelTable(start);
          return counting(row(waiting, op.getClass(), ReferenceKernels.table()), op, fastRuns);
        };
    return new WarmUp(layer, 1).over(counting(plain, op, plainRuns), workers, memory);
  }

  private <O extends Op> KernelTable row(KernelTable waiting, Class<O> op, KernelTable reference) {
    return waiting.row(
        op,
        (one, inputs, outputs) -> {
          if (Thread.currentThread().getName().equals("flambeau-cpu-warm-up")) {
            await();
          }
          reference.get(op).run(one, inputs, outputs);
        });
  }

  private void await() {
    try {
      mayGoOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runUntilFast(Runnable work) throws InterruptedException {
    while (true) {
      int before = plainRuns.get();
      work.run();
      if (plainRuns.get() == before) {
        return;
      }
      Thread.sleep(1);
    }
  }

  @Test
  void aPreparedOpChangesWhenItsKernelIsWarm() throws InterruptedException {
    Op op = new Unary.Neg();
    Runnable work = changing(op).prepare(op, List.of(x), List.of(y));
    work.run();
    work.run();
    assertEquals(2, plainRuns.get());
    mayGoOn.countDown();
    runUntilFast(work);
    assertEquals(-4f, HostBuffer.floats(y)[3]);
    assertTrue(fastRuns.get() > 0);
  }

  @Test
  void anOpThatIsRunAtOnceChangesToo() throws InterruptedException {
    Op op = new Unary.Sqrt();
    KernelTable table = changing(op);
    mayGoOn.countDown();
    runUntilFast(() -> table.run(op, List.of(x), List.of(y)));
    assertEquals(2f, HostBuffer.floats(y)[3]);
  }

  /** Its ops one after the other, each with the first input, then a sum. */
  private static Fused fused(Shape shape, Op... ops) {
    TensorType type = new TensorType(DType.FLOAT32, shape);
    Graph.Builder body = Graph.over(List.of(type));
    Value value = body.input(0);
    for (Op op : ops) {
      value = body.add(op, value, body.input(0));
    }
    return new Fused(body.build(body.add(new Reduction.Sum(List.of(1), true), value)));
  }

  @Test
  void fusedOpsOfTheSameOpsAreWarmTogether() {
    WarmUp warmUp = new WarmUp((start, workers, memory) -> start);
    WarmUp.Progress small =
        warmUp.progress(fused(Shape.of(2, 3), new Binary.Sub(), new Binary.Div()));
    WarmUp.Progress large =
        warmUp.progress(fused(Shape.of(7_000, 30_000), new Binary.Sub(), new Binary.Div()));
    WarmUp.Progress other =
        warmUp.progress(fused(Shape.of(2, 3), new Binary.Div(), new Binary.Sub()));
    assertSame(small, large);
    assertNotSame(small, other);
  }

  @Test
  void anOpIsWarmedUpOnceAllHaveTakenSomeTimeAndItPartOfIt() throws InterruptedException {
    WarmUp warmUp = new WarmUp((start, workers, memory) -> start, 1_000_000);
    Op much = fused(Shape.of(2, 3), new Binary.Add(), new Binary.Sub());
    Op little = fused(Shape.of(2, 3), new Binary.Sub(), new Binary.Add());
    warmUp.add(10_000, little, warmUp.progress(little));
    warmUp.add(980_000, much, warmUp.progress(much));
    Thread.sleep(20);
    assertFalse(warmUp.progress(much).isDone(), "0.99 ms of 1 ms");
    warmUp.add(10_000, much, warmUp.progress(much));
    while (!warmUp.progress(much).isDone()) {
      Thread.sleep(1);
    }
    assertFalse(warmUp.progress(little).isDone(), "0.01 ms, where 0.02 ms are the least");
  }

  @Test
  void ofShortRunsSomeAreTimedForAll() throws InterruptedException {
    WarmUp warmUp = new WarmUp((start, workers, memory) -> start, 10_000);
    Op op = fused(Shape.of(2, 3), new Binary.Mul(), new Binary.Div());
    WarmUp.Progress progress = warmUp.progress(op);
    int timed = 0;
    for (int i = 0; i < 640; i++) {
      if (progress.isTimed()) {
        warmUp.add(15, op, progress);
        timed++;
      }
    }
    assertEquals(20, timed);
    Thread.sleep(20);
    assertFalse(progress.isDone(), "9,135 ns of 10,000");
    for (int i = 0; i < 64; i++) {
      if (progress.isTimed()) {
        warmUp.add(15, op, progress);
      }
    }
    while (!progress.isDone()) {
      Thread.sleep(1);
    }
  }

  private static KernelLayer vectors() throws ReflectiveOperationException {
    ModuleLayer.boot()
        .findModule("jdk.incubator.vector")
        .ifPresent(WarmUpTest.class.getModule()::addReads);
    return (KernelLayer)
        Class.forName("dev.flambeau.cpu.vector.VectorKernels")
            .getDeclaredConstructor()
            .newInstance();
  }

  private static Fused chain(List<Integer> first, List<Integer> second) {
    Graph.Builder body = Graph.over(List.of(floats(first), floats(second)));
    Value x = body.input(0).mul(body.input(1)).tanh();
    Value y = x.fma(body.input(1), x.neg());
    Value z = x.lt(y).where(body.input(1), y);
    return new Fused(body.build(z.sum(List.of(first.size() - 1), false), x));
  }

  private static FusedContraction followed(Contraction product, boolean isKept) {
    Graph epilogue =
        Graph.of(
            List.of(floats(List.of(20, 20)), floats(List.of(20))),
            x -> {
              Value isLess = x.get(0).lt(x.get(1));
              Value y = isLess.where(x.get(1), x.get(0).tanh());
              return isKept ? List.of(y, isLess) : List.of(y);
            });
    return new FusedContraction(product, new Fused(epilogue), isKept);
  }

  private static TensorType floats(List<Integer> sizes) {
    return new TensorType(DType.FLOAT32, Shape.of(sizes.stream().mapToInt(size -> size).toArray()));
  }

  /** A row without an exercise would run cold, some thousand times as slow. */
  @Test
  void everyKernelOfVectorsHasExercisesThatRun() throws ReflectiveOperationException {
    KernelTable plain = new ParallelKernels().over(ReferenceKernels.table(), workers, memory);
    KernelTable fast = vectors().over(plain, workers, memory);
    Set<Class<? extends Op>> without = new HashSet<>(WarmUp.changed(plain, fast));
    assertTrue(without.size() > 20, "only " + without.size() + " kernels of vectors");
    Set<Exercise> exercises = new HashSet<>();
    for (Op op : OPS) {
      List<Exercise> some = Exercise.of(op);
      assertFalse(some.isEmpty(), op + " has no exercise");
      exercises.addAll(some);
      without.remove(op.getClass());
    }
    assertEquals(Set.of(), without, "are not among the ops of this test");
    for (Exercise exercise : exercises) {
      Race race = new Race(exercise, plain, fast, memory);
      race.isOver();
      race.isOver();
    }
  }
}
