package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.ContractionParallel;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.LoopProduct;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.RecurrentParallel;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Recurrent;

/** The rows that vectors make faster. */
public final class VectorKernels implements KernelLayer {
  @Override
  public KernelTable over(KernelTable start, Workers workers, HostMemory memory) {
    Product product = new PackedProduct(workers, memory, new LoopProduct(workers, memory));
    ContractionParallel contraction = new ContractionParallel(workers, product);
    RecurrentParallel recurrent = new RecurrentParallel(workers, memory, product);
    return new KernelTable(start)
        .row(Contraction.Linear.class, contraction::linear)
        .row(Contraction.MatMul.class, contraction::matmul)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent::gradient);
  }

  @Override
  public String toString() {
    return Lanes.FLOATS.vectorBitSize() + "-bit vectors";
  }
}
