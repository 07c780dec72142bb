package dev.flambeau.op.gradient;

import dev.flambeau.op.Arange;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Composite;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
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
    NormalizationGradients.register();
    MovementGradients.register();
    ConvolutionGradients.register();
    PoolingGradients.register();
    IndexingGradients.register();
    ConversionGradients.register();
    CrossEntropyGradients.register();
    RecurrentGradients.register();
    CompositeGradients.register();
    put(CrossEntropy.SoftmaxCrossEntropyGradient.class, Differentiation::decomposed);
    put(Recurrent.RnnGradient.class, Differentiation::decomposed);
  }

  private static final String FLAT = "a step function: its gradient is 0 wherever there is one";
  private static final String RANDOM = "draws numbers, which no tensor's values enter";
  private static final String IN_PLANS = "stands in plans alone, which are not differentiated";

  private static final Map<Class<? extends Op>, String> NONE =
      Map.ofEntries(
          Map.entry(Compare.Equal.class, FLAT),
          Map.entry(Compare.NotEqual.class, FLAT),
          Map.entry(Compare.Less.class, FLAT),
          Map.entry(Compare.LessEqual.class, FLAT),
          Map.entry(Reduction.ArgMax.class, FLAT),
          Map.entry(Conversion.OneHot.class, "takes labels, which are no floating-point numbers"),
          Map.entry(Fill.class, "has no input"),
          Map.entry(Arange.class, "has no input"),
          Map.entry(Draw.Uniform.class, RANDOM),
          Map.entry(Draw.Integers.class, RANDOM),
          Map.entry(Fused.class, IN_PLANS),
          Map.entry(FusedContraction.class, IN_PLANS),
          Map.entry(OptimizerUpdate.class, "changes tensors in place, at the end of a step"));

  private static final GradientRule<Composite> COMPOSITE = Differentiation::composite;

  private Gradients() {}

  static <O extends Op> void put(Class<O> op, GradientRule<O> rule) {
    RULES.put(op, rule);
  }

  /** The rule of an op; empty for one that has no gradient. */
  public static Optional<GradientRule<?>> rule(Class<? extends Op> op) {
    GradientRule<?> rule = RULES.get(op);
    return rule == null && Composite.class.isAssignableFrom(op)
        ? Optional.of(COMPOSITE)
        : Optional.ofNullable(rule);
  }

  /** Applies the rule of an op; one without a rule gives nothing. */
  @SuppressWarnings("unchecked") // put() pairs each class with a rule for it
  public static void apply(Op op, Backward backward) {
    rule(op.getClass()).ifPresent(rule -> ((GradientRule<Op>) rule).apply(op, backward));
  }

  /** Why an op has no rule; empty for one that has. */
  public static Optional<String> reasonForNone(Class<? extends Op> op) {
    return Optional.ofNullable(NONE.get(op));
  }
}
