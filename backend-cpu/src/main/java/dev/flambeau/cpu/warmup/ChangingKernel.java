package dev.flambeau.cpu.warmup;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.op.Op;
import java.util.List;

/** A plain kernel until a fast one of the same bits is warm. */
final class ChangingKernel<O extends Op> implements Kernel<O> {
  private final WarmUp warmUp;
  private final Kernel<O> plain;
  private final Kernel<O> fast;

  ChangingKernel(WarmUp warmUp, Kernel<O> plain, Kernel<O> fast) {
    this.warmUp = warmUp;
    this.plain = plain;
    this.fast = fast;
  }

  @Override
  public boolean takes(O op) {
    return plain.takes(op) && fast.takes(op);
  }

  @Override
  public void run(O op, List<View> inputs, List<View> outputs) {
    WarmUp.Progress progress = warmUp.progress(op);
    if (progress.isDone()) {
      fast.run(op, inputs, outputs);
    } else if (!progress.isTimed()) {
      plain.run(op, inputs, outputs);
    } else {
      long start = System.nanoTime();
      plain.run(op, inputs, outputs);
      warmUp.add(System.nanoTime() - start, op, progress);
    }
  }

  @Override
  public Runnable prepare(O op, List<View> inputs, List<View> outputs) {
    WarmUp.Progress progress = warmUp.progress(op);
    return progress.isDone()
        ? fast.prepare(op, inputs, outputs)
        : new Changing(op, inputs, outputs, progress);
  }

  /** Prepared once more when it changes. */
  private final class Changing implements Runnable {
    private final O op;
    private final List<View> inputs;
    private final List<View> outputs;
    private final WarmUp.Progress progress;
    private Runnable work;
    private boolean isFast;

    Changing(O op, List<View> inputs, List<View> outputs, WarmUp.Progress progress) {
      this.progress = progress;
      this.op = op;
      this.inputs = inputs;
      this.outputs = outputs;
      work = plain.prepare(op, inputs, outputs);
    }

    @Override
    public void run() {
      if (isFast) {
        work.run();
      } else if (progress.isDone()) {
        work = fast.prepare(op, inputs, outputs);
        isFast = true;
        work.run();
      } else if (!progress.isTimed()) {
        work.run();
      } else {
        long start = System.nanoTime();
        work.run();
        warmUp.add(System.nanoTime() - start, op, progress);
      }
    }
  }
}
