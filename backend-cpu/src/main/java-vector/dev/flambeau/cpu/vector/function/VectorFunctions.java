package dev.flambeau.cpu.vector.function;

import dev.flambeau.op.Unary;
import dev.flambeau.op.Unary.Elementary;
import java.util.Map;

/** The elementary functions on vectors, by their ops. */
public final class VectorFunctions {
  public static final Map<Class<? extends Elementary>, VectorFunction> ALL =
      Map.ofEntries(
          Map.entry(Unary.Cos.class, CircularLoops.COS),
          Map.entry(Unary.Erf.class, ErrorFunction.ERF),
          Map.entry(Unary.Exp.class, ExponentialFunctions.EXP),
          Map.entry(Unary.Expm1.class, ExponentialFunctions.EXPM1),
          Map.entry(Unary.Log.class, LogarithmLoops.LOG),
          Map.entry(Unary.Log1p.class, LogarithmLoops.LOG1P),
          Map.entry(Unary.Sigmoid.class, ExponentialFunctions.SIGMOID),
          Map.entry(Unary.Sin.class, CircularLoops.SIN),
          Map.entry(Unary.Tanh.class, ExponentialFunctions.TANH));

  private VectorFunctions() {}
}
