package dev.flambeau.op.gradient;

import dev.flambeau.op.Normalization;
import dev.flambeau.op.Normalization.BatchNorm;
import dev.flambeau.op.Normalization.Normalize;
import dev.flambeau.op.Normalization.RmsNormalize;
import dev.flambeau.op.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By the moments that the forward pass left. These get gradients themselves when the gradient is
 * differentiated.
 */
final class NormalizationGradients {
  private NormalizationGradients() {}

  static void register() {
    Gradients.put(Normalize.class, NormalizationGradients::normalize);
    Gradients.put(BatchNorm.class, NormalizationGradients::batchNorm);
    Gradients.put(RmsNormalize.class, NormalizationGradients::rmsNormalize);
  }

  private static void normalize(Normalize op, Backward b) {
    Value ofOutput = null;
    if (b.hasGradient(0)) {
      Value y = b.output(0);
      Value h = b.gradient(0);
      Value r = op.reciprocalRoot(b.output(2));
      Value centred = h.sub(h.mean(op.axes(), true));
      ofOutput = r.mul(centred.sub(y.mul(h.mul(y).mean(op.axes(), true))));
    }
    b.give(0, withMoments(op, b, ofOutput));
  }

  private static void batchNorm(BatchNorm op, Backward b) {
    Value ofOutput = null;
    if (b.hasGradient(0)) {
      List<Integer> axes = op.axes();
      Value g = b.gradient(0);
      Value r = op.reciprocalRoot(b.output(2));
      Value normalized = b.input(0).sub(b.output(1)).mul(r);
      Value ofBias = g.sum(axes, true);
      Value ofWeight = g.mul(normalized).sum(axes, true);
      b.give(1, ofWeight);
      b.give(2, ofBias);
      double count = op.count(b.shape(0));
      Value centred = g.sub(ofBias.div(count)).sub(normalized.mul(ofWeight.div(count)));
      ofOutput = b.needs(0) ? b.input(1).mul(r).mul(centred) : null;
    }
    if (b.needs(0)) {
      b.give(0, withMoments(op, b, ofOutput));
    }
  }

  /** Adds what comes by way of mean and variance. */
  private static Value withMoments(Normalization op, Backward b, @Nullable Value ofOutput) {
    double count = op.count(b.shape(0));
    Value all = ofOutput;
    if (b.hasGradient(2)) {
      all = plus(all, ofSquares(b.gradient(2), b.input(0).sub(b.output(1)), count));
    }
    if (b.hasGradient(1)) {
      all = plus(all, b.gradient(1).div(count).expand(b.shape(0)));
    }
    return all;
  }

  private static Value plus(@Nullable Value before, Value added) {
    return before == null ? added : before.add(added);
  }

  /** The gradient of values of whose squares the mean was taken. */
  private static Value ofSquares(Value ofMean, Value x, double count) {
    Value share = ofMean.div(count);
    return share.add(share).mul(x);
  }

  private static void rmsNormalize(RmsNormalize op, Backward b) {
    Value all = null;
    if (b.hasGradient(0)) {
      Value y = b.output(0);
      Value h = b.gradient(0);
      Value r = op.reciprocalRoot(b.output(1));
      all = r.mul(h.sub(y.mul(h.mul(y).mean(op.axes(), true))));
    }
    if (b.hasGradient(1)) {
      all = plus(all, ofSquares(b.gradient(1), b.input(0), op.count(b.shape(0))));
    }
    b.give(0, all);
  }
}
