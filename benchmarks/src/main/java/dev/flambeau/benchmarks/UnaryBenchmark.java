package dev.flambeau.benchmarks;

import dev.flambeau.op.Op;
import dev.flambeau.op.Unary;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** Functions of one tensor: within the first-level cache, and far outside of any. */
public class UnaryBenchmark extends OpBenchmark {
  /** The functions, one of each cost: arithmetic, a correctly rounded one, and its hard sister. */
  public enum Function {
    RELU(new Unary.Relu()),
    EXP(new Unary.Exp()),
    TANH(new Unary.Tanh());

    private final Op op;

    Function(Op op) {
      this.op = op;
    }
  }

  @Param public Function function = Function.RELU;

  @Param({"2048", "16777216"})
  public int elements = 2048;

  @Override
  Call prepare(OnDevice device) {
    return new Call(function.op, List.of(device.random(elements)), List.of(device.empty(elements)));
  }
}
