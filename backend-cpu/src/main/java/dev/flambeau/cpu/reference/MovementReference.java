package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Shape;
import java.util.List;

/** Elements put elsewhere. Those of one axis and all within it lie in one run. */
final class MovementReference {
  private MovementReference() {}

  static void expand(Movement.Expand op, List<View> inputs, List<View> outputs) {
    Shape shape = inputs.get(0).type().shape();
    gather(inputs.get(0), StridedIndex.broadcast(shape, op.shape()), outputs.get(0));
  }

  static void transpose(Movement.Transpose op, List<View> inputs, List<View> outputs) {
    Shape shape = inputs.get(0).type().shape();
    gather(inputs.get(0), StridedIndex.along(op.permutation(), shape), outputs.get(0));
  }

  static void unfold(Movement.Unfold op, List<View> inputs, List<View> outputs) {
    Shape shape = inputs.get(0).type().shape();
    int[] sizes = outputs.get(0).type().shape().sizes();
    StridedIndex index = new StridedIndex(sizes, op.strides(shape));
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    for (int i = 0; i < outputs.get(0).type().elements(); i++) {
      y.set(i, x.get(op.start(shape) + index.at(i)));
    }
  }

  private static void gather(View input, StridedIndex index, View output) {
    Elements x = Elements.of(input);
    Elements y = Elements.of(output);
    for (int i = 0; i < output.type().elements(); i++) {
      y.set(i, x.get(index.at(i)));
    }
  }

  static void slice(Movement.Slice op, List<View> inputs, List<View> outputs) {
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    int start = run(inputs.get(0), op.axis(), op.start());
    int from = run(inputs.get(0), op.axis());
    int to = run(outputs.get(0), op.axis());
    for (int o = 0; o < outer(outputs.get(0), op.axis()); o++) {
      x.copy(o * from + start, y, o * to, to);
    }
  }

  static void concat(Movement.Concat op, List<View> inputs, List<View> outputs) {
    Elements y = Elements.of(outputs.get(0));
    int to = run(outputs.get(0), op.axis());
    int start = 0;
    for (View input : inputs) {
      Elements x = Elements.of(input);
      int from = run(input, op.axis());
      for (int o = 0; o < outer(input, op.axis()); o++) {
        x.copy(o * from, y, o * to + start, from);
      }
      start += from;
    }
  }

  static void pad(Movement.Pad op, List<View> inputs, List<View> outputs) {
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    for (int i = 0; i < outputs.get(0).type().elements(); i++) {
      y.set(i, 0);
    }
    int start = run(inputs.get(0), op.axis(), op.before());
    int from = run(inputs.get(0), op.axis());
    int to = run(outputs.get(0), op.axis());
    for (int o = 0; o < outer(inputs.get(0), op.axis()); o++) {
      x.copy(o * from, y, o * to + start, from);
    }
  }

  /** How often an axis is run through. */
  private static int outer(View view, int axis) {
    return view.type().shape().elements(0, axis);
  }

  /** How many elements an axis has, with all within it. */
  private static int run(View view, int axis) {
    return run(view, axis, view.type().shape().size(axis));
  }

  /** How many elements {@code size} positions of an axis have, with all within them. */
  private static int run(View view, int axis, int size) {
    Shape shape = view.type().shape();
    return size * shape.elements(axis + 1, shape.rank());
  }
}
