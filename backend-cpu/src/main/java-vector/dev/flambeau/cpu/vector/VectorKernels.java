package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.product.ContractionParallel;
import dev.flambeau.cpu.product.LoopProduct;
import dev.flambeau.cpu.product.Product;
import dev.flambeau.cpu.recurrence.LoopRecurrence;
import dev.flambeau.cpu.recurrence.Recurrence;
import dev.flambeau.cpu.recurrence.RecurrentParallel;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.cpu.vector.function.FunctionVector;
import dev.flambeau.cpu.vector.function.LogVector;
import dev.flambeau.cpu.vector.loop.LaneSums;
import dev.flambeau.cpu.vector.loop.Lanes;
import dev.flambeau.cpu.vector.loop.VectorElements;
import dev.flambeau.cpu.vector.product.PackedProduct;
import dev.flambeau.cpu.vector.recurrence.RecurrenceVector;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Unary;

/** The rows that vectors make faster. */
public final class VectorKernels implements KernelLayer {
  @Override
  public KernelTable over(KernelTable start, Workers workers, HostMemory memory) {
    Product product = new PackedProduct(workers, memory, new LoopProduct(workers, memory));
    ContractionParallel contraction = new ContractionParallel(workers, product);
    Recurrence steps = new LoopRecurrence(workers, memory, product);
    RecurrentParallel recurrent =
        new RecurrentParallel(
            workers, memory, product, new RecurrenceVector(workers, memory, steps));
    return ParallelKernels.elementwise(
            new KernelTable(start), workers, memory, loops(), contraction)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent.gradient());
  }

  private static ElementwiseLoops loops() {
    return new ElementwiseLoops(VectorElements.LOOPS)
        .sum(LaneSums::rounds)
        .function(Unary.Exp.class, FunctionVector::exp)
        .function(Unary.Log.class, LogVector::log)
        .function(Unary.Sigmoid.class, FunctionVector::sigmoid)
        .function(Unary.Tanh.class, FunctionVector::tanh);
  }

  @Override
  public String toString() {
    return Lanes.FLOATS.vectorBitSize() + "-bit vectors";
  }
}
