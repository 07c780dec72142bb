package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.ArrayList;
import java.util.List;

/** The table of {@code cpu}: the reference's, with the rows that are worth it overridden. */
public final class ParallelKernels implements KernelLayer {
  @Override
  public KernelTable over(KernelTable start, Workers workers, HostMemory memory) {
    Product product = new LoopProduct(workers, memory);
    ContractionParallel contraction = new ContractionParallel(workers, product);
    MovementParallel movement =
        new MovementParallel(
            workers, start.get(Movement.Transpose.class), start.get(Movement.Expand.class));
    OptimizerUpdateParallel optimizer = new OptimizerUpdateParallel(workers);
    RecurrentParallel recurrent =
        new RecurrentParallel(
            workers, memory, product, new LoopRecurrence(workers, memory, product));
    return elementwise(
            new KernelTable(start), workers, memory, ElementwiseLoops.plain(), contraction)
        .prepared(Movement.Expand.class, movement::expand)
        .row(Movement.Transpose.class, movement::transpose)
        .prepared(OptimizerUpdate.AdamUpdate.class, optimizer::adam)
        .prepared(OptimizerUpdate.SgdUpdate.class, optimizer::sgd)
        .row(Recurrent.Rnn.class, recurrent::forward)
        .row(Recurrent.RnnGradient.class, recurrent.gradient());
  }

  /**
   * Sets the rows of all elementwise ops, alone and fused, also with a product, of products, and of
   * what is made of these loops.
   */
  public static KernelTable elementwise(
      KernelTable table,
      Workers workers,
      HostMemory memory,
      ElementwiseLoops loops,
      ContractionParallel contraction) {
    FusedParallel fused = new FusedParallel(workers, loops, contraction);
    for (Class<? extends Unary> op : members(Unary.class)) {
      table.prepared(op, new UnaryParallel(workers, loops.unary(op)));
    }
    for (Class<? extends Binary> op : members(Binary.class)) {
      table.prepared(op, new BinaryParallel(workers, loops.binary(op)));
    }
    members(Compare.class).forEach(op -> alone(table, fused, op));
    members(Ternary.class).forEach(op -> alone(table, fused, op));
    CrossEntropyParallel crossEntropy = new CrossEntropyParallel(workers, loops);
    ReductionParallel reduction = new ReductionParallel(workers, memory, loops);
    return table
        .prepared(Contraction.Linear.class, contraction::linear)
        .prepared(Contraction.MatMul.class, contraction::matmul)
        .prepared(Reduction.Sum.class, reduction::sum)
        .prepared(CrossEntropy.SoftmaxCrossEntropy.class, crossEntropy::forward)
        .prepared(CrossEntropy.SoftmaxCrossEntropyGradient.class, crossEntropy::gradient)
        .row(Fused.class, fused);
  }

  private static <O extends Op> List<Class<? extends O>> members(Class<O> family) {
    List<Class<? extends O>> members = new ArrayList<>();
    for (Class<?> member : family.getPermittedSubclasses()) {
      members.add(member.asSubclass(family));
    }
    return members;
  }

  private static <O extends Op> void alone(KernelTable table, FusedParallel fused, Class<O> op) {
    table.prepared(op, new AloneParallel<>(fused, table.get(op)));
  }
}
