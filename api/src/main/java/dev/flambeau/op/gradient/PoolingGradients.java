package dev.flambeau.op.gradient;

import dev.flambeau.op.Movement.Unfold;
import dev.flambeau.op.Pooling.AvgPool;
import dev.flambeau.op.Pooling.Fold;
import dev.flambeau.op.Pooling.MaxPool;
import dev.flambeau.op.Pooling.MaxTake;
import dev.flambeau.op.Pooling.MaxUnpool;
import dev.flambeau.op.Value;
import dev.flambeau.op.Window;

/** What the windows took goes back to where it was taken. */
final class PoolingGradients {
  private PoolingGradients() {}

  static void register() {
    Gradients.put(AvgPool.class, Differentiation::decomposed);
    Gradients.put(MaxPool.class, (op, b) -> unpool(op.window(), b, b.output(1)));
    Gradients.put(
        MaxUnpool.class,
        (op, b) -> b.give(0, b.gradient().then(new MaxTake(op.window()), b.input(1))));
    Gradients.put(MaxTake.class, (op, b) -> unpool(op.window(), b, b.input(1)));
    Gradients.put(
        Fold.class,
        (op, b) -> b.give(0, b.gradient().then(new Unfold(op.window(), op.reversed()))));
  }

  /** Input 0's: each gradient at the place that was taken. */
  private static void unpool(Window window, Backward b, Value places) {
    b.give(0, b.gradient().then(new MaxUnpool(window, window.passed(b.shape(0))), places));
  }
}
