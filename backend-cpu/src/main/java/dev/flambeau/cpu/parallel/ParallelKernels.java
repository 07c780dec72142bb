package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Movement;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;

/** The table of {@code cpu}: the reference's, with the rows that are worth it overridden. */
public final class ParallelKernels implements KernelLayer {
  @Override
  public KernelTable over(KernelTable start, Workers workers, HostMemory memory) {
    Product product = new LoopProduct(workers, memory);
    ContractionParallel contraction = new ContractionParallel(workers, product);
    CrossEntropyParallel crossEntropy = new CrossEntropyParallel(workers, memory);
    MovementParallel movement =
        new MovementParallel(
            workers, start.get(Movement.Transpose.class), start.get(Movement.Expand.class));
    OptimizerUpdateParallel optimizer = new OptimizerUpdateParallel(workers);
    RecurrentParallel recurrent =
        new RecurrentParallel(memory, product, new LoopRecurrence(workers, memory, product));
    ReductionParallel reduction = new ReductionParallel(workers, memory);
    TernaryParallel ternary = new TernaryParallel(workers, start.get(Ternary.Where.class));
    KernelTable table = new KernelTable(start);
    table
        .row(Binary.Add.class, new BinaryParallel(workers, BinaryParallel::add))
        .row(Binary.Div.class, new BinaryParallel(workers, BinaryParallel::div))
        .row(Binary.Mul.class, new BinaryParallel(workers, BinaryParallel::mul))
        .row(Binary.Sub.class, new BinaryParallel(workers, BinaryParallel::sub));
    compare(table, workers, Compare.Equal.class, CompareParallel::equal);
    compare(table, workers, Compare.Less.class, CompareParallel::less);
    compare(table, workers, Compare.LessEqual.class, CompareParallel::lessEqual);
    compare(table, workers, Compare.NotEqual.class, CompareParallel::notEqual);
    return table
        .row(Contraction.Linear.class, contraction::linear)
        .row(Contraction.MatMul.class, contraction::matmul)
        .row(CrossEntropy.SoftmaxCrossEntropy.class, crossEntropy::forward)
        .row(CrossEntropy.SoftmaxCrossEntropyGradient.class, crossEntropy::gradient)
        .row(Movement.Expand.class, movement::expand)
        .row(Movement.Transpose.class, movement::transpose)
        .row(OptimizerUpdate.AdamUpdate.class, optimizer::adam)
        .row(OptimizerUpdate.SgdUpdate.class, optimizer::sgd)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent::gradient)
        .row(Reduction.Sum.class, reduction::sum)
        .row(Ternary.Fma.class, ternary::fma)
        .row(Ternary.Where.class, ternary::where)
        .row(Unary.Exp.class, new UnaryParallel(workers, UnaryParallel::exp))
        .row(Unary.Log.class, new UnaryParallel(workers, UnaryParallel::log))
        .row(Unary.Neg.class, new UnaryParallel(workers, UnaryParallel::neg))
        .row(Unary.Relu.class, new UnaryParallel(workers, UnaryParallel::relu))
        .row(Unary.Sigmoid.class, new UnaryParallel(workers, UnaryParallel::sigmoid))
        .row(Unary.Sqrt.class, new UnaryParallel(workers, UnaryParallel::sqrt))
        .row(Unary.Tanh.class, new UnaryParallel(workers, UnaryParallel::tanh));
  }

  private static <O extends Compare> void compare(
      KernelTable table, Workers workers, Class<O> op, CompareParallel.Loop loop) {
    table.row(op, new CompareParallel<>(workers, loop, table.get(op)));
  }
}
