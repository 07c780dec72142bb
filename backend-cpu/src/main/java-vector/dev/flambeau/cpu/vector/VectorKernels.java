package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.ContractionParallel;
import dev.flambeau.cpu.parallel.ElementwiseLoops;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.LoopProduct;
import dev.flambeau.cpu.parallel.LoopRecurrence;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Recurrence;
import dev.flambeau.cpu.parallel.RecurrentParallel;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Ternary;
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
    OptimizerUpdateVector optimizer = new OptimizerUpdateVector(workers);
    return ParallelKernels.elementwise(
            new KernelTable(start), workers, memory, loops(), contraction)
        .prepared(OptimizerUpdate.AdamUpdate.class, optimizer::adam)
        .prepared(OptimizerUpdate.SgdUpdate.class, optimizer::sgd)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent.gradient());
  }

  private static ElementwiseLoops loops() {
    return ElementwiseLoops.plain()
        .sum(LaneSums::rounds)
        .together(new GeneratedLoops())
        .unary(Unary.Exp.class, FunctionVector::exp)
        .unary(Unary.Log.class, LogVector::log)
        .unary(Unary.Neg.class, UnaryVector::neg)
        .unary(Unary.Relu.class, UnaryVector::relu)
        .unary(Unary.Sigmoid.class, FunctionVector::sigmoid)
        .unary(Unary.Sqrt.class, UnaryVector::sqrt)
        .unary(Unary.Tanh.class, FunctionVector::tanh)
        .binary(Binary.Add.class, BinaryVector::add)
        .binary(Binary.Div.class, BinaryVector::div)
        .binary(Binary.Mul.class, BinaryVector::mul)
        .binary(Binary.Sub.class, BinaryVector::sub)
        .compare(Compare.Equal.class, CompareVector::equal)
        .compare(Compare.Less.class, CompareVector::less)
        .compare(Compare.LessEqual.class, CompareVector::lessEqual)
        .compare(Compare.NotEqual.class, CompareVector::notEqual)
        .ternary(Ternary.Fma.class, TernaryVector::fma)
        .ternary(Ternary.Where.class, TernaryVector::where);
  }

  @Override
  public String toString() {
    return Lanes.FLOATS.vectorBitSize() + "-bit vectors";
  }
}
