package dev.flambeau.op.gradient;

import dev.flambeau.op.Movement.Unfold;
import dev.flambeau.op.Pooling.AvgPool;
import dev.flambeau.op.Pooling.Fold;
import dev.flambeau.op.Pooling.MaxPool;
import dev.flambeau.op.Pooling.MaxTake;
import dev.flambeau.op.Pooling.MaxUnpool;

/** What the windows took goes back to where it was taken. */
final class PoolingGradients {
  private PoolingGradients() {}

  static void register() {
    Gradients.put(AvgPool.class, Differentiation::decomposed);
    Gradients.put(MaxPool.class, PoolingGradients::maxPool);
    Gradients.put(
        MaxUnpool.class,
        (op, b) -> b.give(0, b.gradient().then(new MaxTake(op.window()), b.input(1))));
    Gradients.put(MaxTake.class, PoolingGradients::take);
    Gradients.put(
        Fold.class,
        (op, b) -> b.give(0, b.gradient().then(new Unfold(op.window(), op.reversed()))));
  }

  private static void maxPool(MaxPool op, Backward b) {
    var sizes = op.window().passed(b.shape(0));
    b.give(0, b.gradient().then(new MaxUnpool(op.window(), sizes), b.output(1)));
  }

  private static void take(MaxTake op, Backward b) {
    var sizes = op.window().passed(b.shape(0));
    b.give(0, b.gradient().then(new MaxUnpool(op.window(), sizes), b.input(1)));
  }
}
