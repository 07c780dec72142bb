package dev.flambeau.cpu.reference;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.op.Arange;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;

/** The table of {@code cpu:reference}: every op that is not made of others. */
public final class ReferenceKernels {
  private ReferenceKernels() {}

  public static KernelTable table() {
    return FunctionReference.rows(new KernelTable())
        .row(Arange.class, FillReference::arange)
        .row(Binary.Add.class, BinaryReference.ADD)
        .row(Binary.Div.class, BinaryReference.DIV)
        .row(Binary.Mul.class, BinaryReference.MUL)
        .row(Binary.Sub.class, BinaryReference.SUB)
        .row(Compare.Equal.class, CompareReference.EQUAL)
        .row(Compare.Less.class, CompareReference.LESS)
        .row(Compare.LessEqual.class, CompareReference.LESS_EQUAL)
        .row(Compare.NotEqual.class, CompareReference.NOT_EQUAL)
        .row(Contraction.MatMul.class, ContractionReference::matmul)
        .row(Conversion.Cast.class, ConversionReference::cast)
        .row(Conversion.OneHot.class, ConversionReference::oneHot)
        .row(Draw.Integers.class, DrawReference::integers)
        .row(Draw.Uniform.class, DrawReference::uniform)
        .row(Fill.class, FillReference::fill)
        .row(Indexing.IndexAdd.class, IndexingReference::add)
        .row(Indexing.IndexSelect.class, IndexingReference::select)
        .row(Movement.Concat.class, MovementReference::concat)
        .row(Movement.Expand.class, MovementReference::expand)
        .row(Movement.Pad.class, MovementReference::pad)
        .row(Movement.Slice.class, MovementReference::slice)
        .row(Movement.Transpose.class, MovementReference::transpose)
        .row(Movement.Unfold.class, MovementReference::unfold)
        .row(Pooling.Fold.class, PoolingReference::fold)
        .row(Pooling.MaxPool.class, PoolingReference::maxPool)
        .row(Pooling.MaxTake.class, PoolingReference::maxTake)
        .row(Pooling.MaxUnpool.class, PoolingReference::maxUnpool)
        .row(Reduction.ArgMax.class, ReductionReference::argMax)
        .row(Reduction.Max.class, ReductionReference::max)
        .row(Reduction.Sum.class, ReductionReference::sum)
        .row(Ternary.Fma.class, TernaryReference::fma)
        .row(Ternary.Where.class, TernaryReference::where)
        .row(Unary.Abs.class, UnaryReference.ABS)
        .row(Unary.Neg.class, UnaryReference.NEG)
        .row(Unary.Relu.class, UnaryReference.RELU)
        .row(Unary.Sqrt.class, UnaryReference.SQRT);
  }
}
