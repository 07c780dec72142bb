package dev.flambeau.cpu.parallel;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Op;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.HashMap;
import java.util.Map;

/**
 * From elementwise op to the loop over floats that computes it: for ops alone, and for those that
 * are fused, with sums at their end. Truth is 1 or 0 there.
 */
public final class ElementwiseLoops {
  /** Does an op on {@code count} elements of three arrays. */
  public interface TernaryLoop {
    void run(
        float[] a, int atA, float[] b, int atB, float[] c, int atC, float[] y, int to, int count);
  }

  private final Map<Class<? extends Op>, UnaryParallel.Loop> unary = new HashMap<>();
  private final Map<Class<? extends Op>, BinaryParallel.Loop> binary = new HashMap<>();
  private final Map<Class<? extends Op>, TernaryLoop> ternary = new HashMap<>();
  private LaneSum.Rounds rounds = LaneSum::rounds;
  private LoopGenerator generator = LoopGenerator.NONE;

  /** Sets the loop of an op, over the one that was there. */
  public ElementwiseLoops unary(Class<? extends Unary> op, UnaryParallel.Loop loop) {
    unary.put(op, loop);
    return this;
  }

  /** Sets the loop of an op, over the one that was there. */
  public ElementwiseLoops binary(Class<? extends Binary> op, BinaryParallel.Loop loop) {
    binary.put(op, loop);
    return this;
  }

  /** Sets the loop of an op, over the one that was there. */
  public ElementwiseLoops compare(Class<? extends Compare> op, BinaryParallel.Loop loop) {
    binary.put(op, loop);
    return this;
  }

  /** Sets the loop of an op, over the one that was there. */
  public ElementwiseLoops ternary(Class<? extends Ternary> op, TernaryLoop loop) {
    ternary.put(op, loop);
    return this;
  }

  /** Sets what sums begin with. */
  public ElementwiseLoops sum(LaneSum.Rounds newRounds) {
    rounds = newRounds;
    return this;
  }

  /** What computes sums. */
  LaneSum sum() {
    return new LaneSum(rounds);
  }

  /** Sets what makes one loop of several ops. */
  public ElementwiseLoops together(LoopGenerator newGenerator) {
    generator = newGenerator;
    return this;
  }

  /** What makes one loop of several ops. */
  LoopGenerator generator() {
    return generator;
  }

  UnaryParallel.Loop unary(Class<? extends Op> op) {
    return known(unary.get(op), op);
  }

  BinaryParallel.Loop binary(Class<? extends Op> op) {
    return known(binary.get(op), op);
  }

  TernaryLoop ternary(Class<? extends Op> op) {
    return known(ternary.get(op), op);
  }

  private static <T> T known(T loop, Class<? extends Op> op) {
    if (loop == null) {
      throw new IllegalArgumentException("no loop for " + Op.name(op));
    }
    return loop;
  }

  /** Whether there is a loop for an op. */
  boolean has(Op op) {
    Class<? extends Op> type = op.getClass();
    return unary.containsKey(type) || binary.containsKey(type) || ternary.containsKey(type);
  }

  /** In plain Java. */
  public static ElementwiseLoops plain() {
    return new ElementwiseLoops()
        .unary(Unary.Abs.class, UnaryParallel::abs)
        .unary(Unary.Exp.class, UnaryParallel::exp)
        .unary(Unary.Log.class, UnaryParallel::log)
        .unary(Unary.Neg.class, UnaryParallel::neg)
        .unary(Unary.Relu.class, UnaryParallel::relu)
        .unary(Unary.Sigmoid.class, UnaryParallel::sigmoid)
        .unary(Unary.Sqrt.class, UnaryParallel::sqrt)
        .unary(Unary.Tanh.class, UnaryParallel::tanh)
        .binary(Binary.Add.class, BinaryParallel::add)
        .binary(Binary.Div.class, BinaryParallel::div)
        .binary(Binary.Mul.class, BinaryParallel::mul)
        .binary(Binary.Sub.class, BinaryParallel::sub)
        .compare(Compare.Equal.class, CompareLoops::equal)
        .compare(Compare.Less.class, CompareLoops::less)
        .compare(Compare.LessEqual.class, CompareLoops::lessEqual)
        .compare(Compare.NotEqual.class, CompareLoops::notEqual)
        .ternary(Ternary.Fma.class, TernaryLoops::fma)
        .ternary(Ternary.Where.class, TernaryLoops::where);
  }
}
