package dev.flambeau.cpu.loop;

import dev.flambeau.op.DType;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary.Elementary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loops over floats that compute elementwise ops: those alone, and those that are fused, with
 * sums at their end. Truth is 1 or 0 there. All are generated, but for functions with blocks of
 * their own.
 */
public final class ElementwiseLoops {
  /** Takes a function of {@code count} elements. */
  public interface Function {
    void run(float[] x, int at, float[] y, int to, int count);
  }

  private static final TensorType RUN = new TensorType(DType.FLOAT32, Shape.of(LaneSum.BLOCK));
  private static final TensorType NUMBER = new TensorType(DType.FLOAT32, Shape.SCALAR);

  private final LoopGenerator generator;
  private final Map<Class<? extends Op>, Function> functions = new HashMap<>();
  private LaneSum.Rounds rounds = LaneSum::rounds;
  private TruthLoops truth = TruthLoops.PLAIN;

  /**
   * @param generator what makes all loops that are not set
   */
  public ElementwiseLoops(LoopGenerator generator) {
    this.generator = generator;
  }

  /** In plain Java. */
  public static ElementwiseLoops plain() {
    return new ElementwiseLoops(GeneratedLoops.PLAIN);
  }

  /** Sets how functions are computed. */
  public ElementwiseLoops functions(Map<Class<? extends Elementary>, ? extends Function> ofOps) {
    functions.putAll(ofOps);
    return this;
  }

  /** Sets what sums begin with. */
  public ElementwiseLoops sum(LaneSum.Rounds newRounds) {
    rounds = newRounds;
    return this;
  }

  /** A sum, with the scratch of one thread. */
  public LaneSum sum() {
    return new LaneSum(rounds);
  }

  /** Sets how truth is brought from bytes to floats and back. */
  public ElementwiseLoops truth(TruthLoops newTruth) {
    truth = newTruth;
    return this;
  }

  /** How truth is brought from bytes to floats and back. */
  public TruthLoops truth() {
    return truth;
  }

  /** The generator that makes one loop of several ops. */
  public LoopGenerator generator() {
    return generator;
  }

  /** The classes of all elementwise ops that are not made of others. */
  public static List<Class<? extends Op>> ops() {
    return Op.all().stream().filter(Elementwise::isPrimitive).toList();
  }

  /** Whether an op can be in one loop with others: not a function, so that theirs stay simple. */
  public boolean joins(Op op) {
    return Elementwise.isPrimitive(op.getClass()) && !isFunction(op.getClass());
  }

  /** Whether an op is a computation by itself. */
  static boolean isFunction(Class<? extends Op> op) {
    return Elementary.class.isAssignableFrom(op);
  }

  /** The loop of an op of floats, which are runs or single numbers, and for a function runs. */
  public LoopGenerator.Loop of(Op op, boolean... areRuns) {
    Function function = functions.get(op.getClass());
    if (function != null) {
      return (places, registers, element, count) ->
          function.run(
              places[0].in(registers),
              places[0].at(element),
              places[1].in(registers),
              places[1].at(element),
              count);
    }
    List<TensorType> types = new ArrayList<>();
    for (boolean isRun : areRuns) {
      boolean isTruth = op instanceof Ternary.Where && types.isEmpty();
      types.add((isRun ? RUN : NUMBER).with(isTruth ? DType.BOOL : DType.FLOAT32));
    }
    return generator.generate(Graph.of(op, types));
  }
}
