package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Compare;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Together;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table from op to gradient rule; one line a family. */
public final class Gradients {
  private static final Map<Class<? extends Op>, GradientRule<?>> RULES = new HashMap<>();

  static {
    UnaryGradients.register();
    BinaryGradients.register();
    TernaryGradients.register();
    ContractionGradients.register();
    ReductionGradients.register();
    SoftmaxGradients.register();
    MovementGradients.register();
    ConversionGradients.register();
    CrossEntropyGradients.register();
    RecurrentGradients.register();
  }

  private static final String FLAT = "a step function: its gradient is 0 wherever there is one";
  private static final String IN_PLANS = "stands in plans alone, which are not differentiated";
  private static final String SECOND = "a gradient itself: second derivatives are not offered";

  private static final Map<Class<? extends Op>, String> NONE =
      Map.ofEntries(
          Map.entry(Compare.Equal.class, FLAT),
          Map.entry(Compare.NotEqual.class, FLAT),
          Map.entry(Compare.Less.class, FLAT),
          Map.entry(Compare.LessEqual.class, FLAT),
          Map.entry(Reduction.ArgMax.class, FLAT),
          Map.entry(Conversion.OneHot.class, "takes labels, which are no floating-point numbers"),
          Map.entry(Fill.class, "has no input"),
          Map.entry(Fused.class, IN_PLANS),
          Map.entry(Together.class, IN_PLANS),
          Map.entry(CrossEntropy.SoftmaxCrossEntropyWithGradient.class, IN_PLANS),
          Map.entry(CrossEntropy.SoftmaxCrossEntropyGradient.class, SECOND),
          Map.entry(Recurrent.RnnGradient.class, SECOND),
          Map.entry(OptimizerUpdate.SgdUpdate.class, "ends a step, in place"),
          Map.entry(OptimizerUpdate.AdamUpdate.class, "ends a step, in place"));

  private Gradients() {}

  static <O extends Op> void put(Class<O> op, GradientRule<O> rule) {
    RULES.put(op, rule);
  }

  /** The rule of an op; empty for one that has no gradient. */
  public static Optional<GradientRule<?>> rule(Class<? extends Op> op) {
    return Optional.ofNullable(RULES.get(op));
  }

  /** Why an op has no rule; empty for one that has. */
  public static Optional<String> reasonForNone(Class<? extends Op> op) {
    return Optional.ofNullable(NONE.get(op));
  }
}
