package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Shape;
import java.util.List;

/** Elements put elsewhere: movement.cl. */
public final class MovementLaunches {
  private MovementLaunches() {}

  public static void copy(View from, View to, Launcher launcher) {
    int n = to.type().elements();
    launcher
        .launch("movement_copy_" + ElementwiseLaunches.bits(to))
        .view(from)
        .view(to)
        .number(n)
        .overElements(n);
  }

  public static void expand(
      Movement.Expand op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape target = outputs.get(0).type().shape();
    int[] strides = inputs.get(0).type().shape().broadcastStrides(target);
    gather(inputs.get(0), 0, target.sizes(), strides, outputs.get(0), launcher);
  }

  public static void transpose(
      Movement.Transpose op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int[] own = inputs.get(0).type().shape().strides();
    int[] strides = op.permutation().stream().mapToInt(axis -> own[axis]).toArray();
    int[] sizes = outputs.get(0).type().shape().sizes();
    gather(inputs.get(0), 0, sizes, strides, outputs.get(0), launcher);
  }

  public static void unfold(
      Movement.Unfold op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape shape = inputs.get(0).type().shape();
    int[] sizes = outputs.get(0).type().shape().sizes();
    gather(inputs.get(0), op.start(shape), sizes, op.strides(shape), outputs.get(0), launcher);
  }

  public static void slice(
      Movement.Slice op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int[] strides = inputs.get(0).type().shape().strides();
    int[] sizes = outputs.get(0).type().shape().sizes();
    int start = op.start() * strides[op.axis()];
    gather(inputs.get(0), start, sizes, strides, outputs.get(0), launcher);
  }

  public static void concat(
      Movement.Concat op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int position = 0;
    for (View input : inputs) {
      scatter(input, outputs.get(0), op.axis(), position, launcher);
      position += input.type().shape().size(op.axis());
    }
  }

  public static void pad(
      Movement.Pad op, List<View> inputs, List<View> outputs, Launcher launcher) {
    View y = outputs.get(0);
    Fill zeros = new Fill(y.type().dtype(), y.type().shape(), 0);
    ElementwiseLaunches.fill(zeros, List.of(), outputs, launcher);
    scatter(inputs.get(0), y, op.axis(), op.before(), launcher);
  }

  private static void gather(
      View x, int start, int[] sizes, int[] strides, View y, Launcher launcher) {
    int done = 0;
    for (Layout part : Layout.of(sizes, strides).parts(Layout.AXES)) {
      int n = part.elements();
      launcher
          .launch("movement_gather_" + ElementwiseLaunches.bits(y))
          .view(x, start + part.starts()[0])
          .numbers(part.stridesOf8(0))
          .view(y, done)
          .numbers(part.sizesOf8())
          .number(n)
          .overElements(n);
      done += n;
    }
  }

  /** Puts all of x into y, from a position along an axis on. */
  private static void scatter(View x, View y, int axis, int position, Launcher launcher) {
    if (x.type().elements() == 0) {
      return;
    }
    int[] strides = y.type().shape().strides();
    int start = position * strides[axis];
    int done = 0;
    for (Layout part : Layout.of(x.type().shape().sizes(), strides).parts(Layout.AXES)) {
      int n = part.elements();
      launcher
          .launch("movement_scatter_" + ElementwiseLaunches.bits(y))
          .view(x, done)
          .view(y, start + part.starts()[0])
          .numbers(part.stridesOf8(0))
          .numbers(part.sizesOf8())
          .number(n)
          .overElements(n);
      done += n;
    }
  }
}
