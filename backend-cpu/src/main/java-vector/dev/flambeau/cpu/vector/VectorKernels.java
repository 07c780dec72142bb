package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.BinaryParallel;
import dev.flambeau.cpu.parallel.ContractionParallel;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.LoopProduct;
import dev.flambeau.cpu.parallel.LoopRecurrence;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Recurrence;
import dev.flambeau.cpu.parallel.RecurrentParallel;
import dev.flambeau.cpu.parallel.UnaryParallel;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.OptimizerUpdate;
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
        new RecurrentParallel(memory, product, new RecurrenceVector(workers, memory, steps));
    OptimizerUpdateVector optimizer = new OptimizerUpdateVector(workers);
    return new KernelTable(start)
        .row(Binary.Add.class, new BinaryParallel(workers, BinaryVector::add))
        .row(Binary.Div.class, new BinaryParallel(workers, BinaryVector::div))
        .row(Binary.Mul.class, new BinaryParallel(workers, BinaryVector::mul))
        .row(Binary.Sub.class, new BinaryParallel(workers, BinaryVector::sub))
        .row(Contraction.Linear.class, contraction::linear)
        .row(Contraction.MatMul.class, contraction::matmul)
        .row(OptimizerUpdate.AdamUpdate.class, optimizer::adam)
        .row(OptimizerUpdate.SgdUpdate.class, optimizer::sgd)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent::gradient)
        .row(Unary.Exp.class, new UnaryParallel(workers, FunctionVector::exp))
        .row(Unary.Log.class, new UnaryParallel(workers, LogVector::log))
        .row(Unary.Neg.class, new UnaryParallel(workers, UnaryVector::neg))
        .row(Unary.Relu.class, new UnaryParallel(workers, UnaryVector::relu))
        .row(Unary.Sigmoid.class, new UnaryParallel(workers, FunctionVector::sigmoid))
        .row(Unary.Sqrt.class, new UnaryParallel(workers, UnaryVector::sqrt))
        .row(Unary.Tanh.class, new UnaryParallel(workers, FunctionVector::tanh));
  }

  @Override
  public String toString() {
    return Lanes.FLOATS.vectorBitSize() + "-bit vectors";
  }
}
