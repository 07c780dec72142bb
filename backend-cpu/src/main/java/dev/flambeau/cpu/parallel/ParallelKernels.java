package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.convolution.ConvolutionParallel;
import dev.flambeau.cpu.convolution.LoopPanels;
import dev.flambeau.cpu.fused.FusedContractionParallel;
import dev.flambeau.cpu.fused.FusedParallel;
import dev.flambeau.cpu.fused.OptimizerUpdateParallel;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.ContractionParallel;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.product.LoopProduct;
import dev.flambeau.cpu.product.MatrixProduct;
import dev.flambeau.cpu.recurrence.LoopRecurrence;
import dev.flambeau.cpu.recurrence.RecurrentParallel;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;

/** The table of {@code cpu}: the reference's, with the rows that are worth it overridden. */
public final class ParallelKernels implements KernelLayer {
  @Override
  public KernelTable over(KernelTable start, Workers workers, HostMemory memory) {
    MatrixProduct product = new LoopProduct(workers, memory);
    ContractionParallel contraction = new ContractionParallel(workers, product);
    ConvolutionParallel convolution = new ConvolutionParallel(workers, memory, new LoopPanels());
    MovementParallel movement =
        new MovementParallel(
            workers,
            start.get(Movement.Transpose.class),
            start.get(Movement.Expand.class),
            start.get(Movement.Unfold.class));
    IndexingParallel indexing =
        new IndexingParallel(
            workers,
            new ObjectPool<>(ElementwiseLoops.plain()::sum),
            start.get(Indexing.IndexSelect.class));
    RecurrentParallel recurrent =
        new RecurrentParallel(
            workers, memory, product, new LoopRecurrence(workers, memory, product));
    DrawParallel draw = new DrawParallel(workers);
    PoolingParallel pooling =
        new PoolingParallel(workers, LargestOfWindows::take, start.get(Pooling.MaxPool.class));
    return elementwise(
            new KernelTable(start),
            workers,
            memory,
            ElementwiseLoops.plain(),
            contraction,
            convolution)
        .prepared(Draw.Uniform.class, draw::uniform)
        .prepared(Draw.Integers.class, draw::integers)
        .row(Indexing.IndexSelect.class, indexing::select)
        .row(Indexing.IndexAdd.class, indexing::add)
        .prepared(Movement.Expand.class, movement::expand)
        .row(Movement.Transpose.class, movement::transpose)
        .prepared(Movement.Unfold.class, movement::unfold)
        .prepared(Pooling.Fold.class, pooling::fold)
        .prepared(Pooling.MaxPool.class, pooling::maxPool)
        .prepared(Pooling.MaxTake.class, pooling::maxTake)
        .prepared(Pooling.MaxUnpool.class, pooling::maxUnpool)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent.gradient());
  }

  /**
   * Sets the rows of products and sums, and where loops can be made those of all elementwise ops,
   * alone and fused, also with a product, and of what is made of these loops.
   */
  public static KernelTable elementwise(
      KernelTable table,
      Workers workers,
      HostMemory memory,
      ElementwiseLoops loops,
      ContractionParallel contraction,
      ConvolutionParallel convolution) {
    ReductionParallel reduction = new ReductionParallel(workers, memory, loops);
    convolutions(table, convolution);
    table
        .prepared(Contraction.Linear.class, contraction::linear)
        .prepared(Contraction.MatMul.class, contraction::matmul)
        .prepared(Reduction.Sum.class, reduction::sum);
    if (!loops.generator().works()) {
      return table;
    }
    FusedParallel fused = new FusedParallel(workers, loops);
    for (Class<? extends Op> op : ElementwiseLoops.ops()) {
      alone(table, op, workers, loops, fused);
    }
    return table
        .prepared(OptimizerUpdate.class, new OptimizerUpdateParallel(workers, fused))
        .row(Fused.class, fused)
        .row(FusedContraction.class, new FusedContractionParallel(fused, contraction, convolution));
  }

  private static void convolutions(KernelTable table, ConvolutionParallel convolution) {
    Kernel.Preparation<Convolution> kernel =
        (op, inputs, outputs) -> convolution.prepare(op, inputs, outputs.get(0), Epilogue.NOTHING);
    table
        .prepared(Convolution.Conv.class, kernel)
        .prepared(Convolution.ConvTranspose.class, kernel)
        .prepared(Convolution.ConvWeightGradient.class, kernel);
  }

  private static <O extends Op> void alone(
      KernelTable table,
      Class<O> op,
      Workers workers,
      ElementwiseLoops loops,
      FusedParallel fused) {
    table.row(op, new ElementwiseParallel<>(op, workers, loops, fused, table.get(op)));
  }
}
