package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.convolution.ConvolutionParallel;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.parallel.PoolingParallel;
import dev.flambeau.cpu.product.ContractionParallel;
import dev.flambeau.cpu.product.LoopProduct;
import dev.flambeau.cpu.product.MatrixProduct;
import dev.flambeau.cpu.recurrence.LoopRecurrence;
import dev.flambeau.cpu.recurrence.Recurrence;
import dev.flambeau.cpu.recurrence.RecurrentParallel;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.cpu.vector.convolution.VectorPanels;
import dev.flambeau.cpu.vector.function.VectorFunctions;
import dev.flambeau.cpu.vector.loop.Lanes;
import dev.flambeau.cpu.vector.loop.VectorElements;
import dev.flambeau.cpu.vector.loop.VectorLargest;
import dev.flambeau.cpu.vector.loop.VectorSums;
import dev.flambeau.cpu.vector.loop.VectorTruth;
import dev.flambeau.cpu.vector.product.VectorProduct;
import dev.flambeau.cpu.vector.recurrence.VectorRecurrence;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Recurrent;

/** The rows that vectors make faster. */
public final class VectorKernels implements KernelLayer {
  @Override
  public KernelTable over(KernelTable start, Workers workers, HostMemory memory) {
    MatrixProduct product = new VectorProduct(workers, memory, new LoopProduct(workers, memory));
    ContractionParallel contraction = new ContractionParallel(workers, product);
    ConvolutionParallel convolution = new ConvolutionParallel(workers, memory, new VectorPanels());
    PoolingParallel pooling =
        new PoolingParallel(workers, VectorLargest::take, start.get(Pooling.MaxPool.class));
    Recurrence steps = new LoopRecurrence(workers, memory, product);
    RecurrentParallel recurrent =
        new RecurrentParallel(
            workers, memory, product, new VectorRecurrence(workers, memory, steps));
    return ParallelKernels.elementwise(
            new KernelTable(start), workers, memory, loops(), contraction, convolution)
        .prepared(Pooling.MaxPool.class, pooling::maxPool)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent.gradient());
  }

  private static ElementwiseLoops loops() {
    return new ElementwiseLoops(VectorElements.LOOPS)
        .sum(VectorSums::rounds)
        .truth(VectorTruth.loops())
        .functions(VectorFunctions.ALL);
  }

  @Override
  public String toString() {
    return Lanes.FLOATS.vectorBitSize() + "-bit vectors";
  }
}
