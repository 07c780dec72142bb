package dev.flambeau.op.gradient;

import dev.flambeau.op.Movement;
import dev.flambeau.op.Pooling.Fold;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import java.util.List;

/** The movement undone. */
final class MovementGradients {
  private MovementGradients() {}

  static void register() {
    Gradients.put(Movement.Reshape.class, (op, b) -> b.give(0, b.gradient().reshape(b.shape(0))));
    Gradients.put(Movement.Expand.class, (op, b) -> b.giveStretched(0, b.gradient()));
    Gradients.put(Movement.Transpose.class, MovementGradients::transpose);
    Gradients.put(Movement.Slice.class, MovementGradients::slice);
    Gradients.put(Movement.Concat.class, MovementGradients::concat);
    Gradients.put(Movement.Pad.class, MovementGradients::pad);
    Gradients.put(Movement.Unfold.class, MovementGradients::unfold);
  }

  private static void transpose(Movement.Transpose op, Backward b) {
    Integer[] inverse = new Integer[op.permutation().size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[op.permutation().get(axis)] = axis;
    }
    b.give(0, b.gradient().permute(List.of(inverse)));
  }

  private static void slice(Movement.Slice op, Backward b) {
    Shape shape = b.shape(0);
    b.give(0, b.gradient().pad(op.axis(), op.start(), shape.size(op.axis()) - op.end()));
  }

  private static void concat(Movement.Concat op, Backward b) {
    int start = 0;
    for (int i = 0; i < b.inputs(); i++) {
      int end = start + b.shape(i).size(op.axis());
      if (b.needs(i)) {
        b.give(i, b.gradient().slice(op.axis(), start, end));
      }
      start = end;
    }
  }

  private static void pad(Movement.Pad op, Backward b) {
    int end = b.gradient().shape().size(op.axis()) - op.after();
    b.give(0, b.gradient().slice(op.axis(), op.before(), end));
  }

  private static void unfold(Movement.Unfold op, Backward b) {
    Window window = op.window();
    Fold fold = new Fold(window, op.reversed(), window.passed(b.shape(0)));
    b.give(0, b.gradient().then(fold));
  }
}
