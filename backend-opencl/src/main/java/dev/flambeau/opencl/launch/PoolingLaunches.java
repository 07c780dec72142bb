package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Window;
import java.util.List;
import java.util.function.ToIntFunction;

/** Windows over planes, an element of the result by a work-item: pooling.cl. */
public final class PoolingLaunches {
  private PoolingLaunches() {}

  /** Whether a window has so few taps that a device goes through them. */
  public static boolean takes(Pooling op, List<TensorType> inputs, Limits limits) {
    return limits.admits(op.window().taps());
  }

  public static void maxPool(
      Pooling.MaxPool op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Launch launch =
        launcher
            .launch("pooling_max")
            .view(inputs.get(0))
            .view(outputs.get(0))
            .view(outputs.get(1));
    over(launch, Planes.of(op.window(), shape(inputs.get(0))), outputs.get(0));
  }

  public static void maxUnpool(
      Pooling.MaxUnpool op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Launch launch =
        launcher
            .launch("pooling_unpool")
            .view(inputs.get(0))
            .view(inputs.get(1))
            .view(outputs.get(0));
    over(launch, Planes.of(op.window(), shape(outputs.get(0))), outputs.get(0));
  }

  public static void maxTake(
      Pooling.MaxTake op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Launch launch =
        launcher
            .launch("pooling_take")
            .view(inputs.get(0))
            .view(inputs.get(1))
            .view(outputs.get(0));
    over(launch, Planes.of(op.window(), shape(inputs.get(0))), outputs.get(0));
  }

  public static void fold(
      Pooling.Fold op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Launch launch =
        launcher
            .launch("pooling_fold")
            .view(inputs.get(0))
            .view(outputs.get(0))
            .number(op.reversed() ? 1 : 0);
    over(launch, Planes.of(op.window(), shape(outputs.get(0))), outputs.get(0));
  }

  private static Shape shape(View view) {
    return view.type().shape();
  }

  private static void over(Launch launch, Planes planes, View result) {
    int n = result.type().elements();
    launch
        .numbers(ofFour(planes.sizes()))
        .numbers(ofFour(planes.positions()))
        .numbers(ofFour(planes, Window.Axis::kernel))
        .numbers(ofFour(planes, Window.Axis::stride))
        .numbers(ofFour(planes, Window.Axis::dilation))
        .numbers(ofFour(planes, Window.Axis::before))
        .number(n)
        .overElements(n);
  }

  private static int[] ofFour(Shape shape) {
    return new int[] {shape.size(0), shape.size(1), shape.size(2), 1};
  }

  private static int[] ofFour(Planes planes, ToIntFunction<Window.Axis> number) {
    List<Window.Axis> axes = planes.axes();
    return new int[] {
      number.applyAsInt(axes.get(0)),
      number.applyAsInt(axes.get(1)),
      number.applyAsInt(axes.get(2)),
      1
    };
  }
}
