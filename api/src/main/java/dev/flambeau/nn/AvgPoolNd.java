package dev.flambeau.nn;

import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Pools;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean of each window, {@code (N, C, size…)} to {@code (N, C, position…)}. Settings are told as
 * those of {@link ConvNd}.
 *
 * @param <L> the layer itself
 */
public abstract sealed class AvgPoolNd<L extends AvgPoolNd<L>> extends Layer
    permits AvgPool1d, AvgPool2d, AvgPool3d {
  private final Window window;
  private final boolean ceilMode;
  private final boolean countIncludePad;

  AvgPoolNd(Window window, boolean ceilMode, boolean countIncludePad) {
    this.window = window;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
  }

  abstract L with(Window changed, boolean newCeilMode, boolean newCountIncludePad);

  /** How far the window moves from one position to the next; as far as it is long unless told. */
  public final L stride(int... stride) {
    return with(window.stride(stride), ceilMode, countIncludePad);
  }

  /** How many zeros stand on either side; none unless told. */
  public final L padding(int... padding) {
    return with(window.padding(padding), ceilMode, countIncludePad);
  }

  /**
   * Whether what is left at the end for a part of a window is a position too; not unless told. What
   * is not there does not count.
   */
  public final L ceilMode(boolean isOn) {
    return with(window, isOn, countIncludePad);
  }

  /** Whether zeros of the padding count; they do unless told. */
  public final L countIncludePad(boolean counts) {
    return with(window, ceilMode, counts);
  }

  /** Applies the layer. */
  @Override
  public final Tensor forward(Tensor input) {
    if (!ceilMode) {
      return Pools.avgPool(input, window, countIncludePad);
    }
    if (!countIncludePad) {
      return Pools.avgPool(input, window.ceilMode(input.shape()), false);
    }
    Tensor padded = padded(input);
    return Pools.avgPool(padded, overPadded(window.ceilMode(input.shape())), false);
  }

  /** A window whose padding stands already, but for what was added for a part of a window. */
  private Window overPadded(Window longer) {
    List<Window.Axis> axes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      Window.Axis axis = longer.axes().get(i);
      int more = axis.after() - window.axes().get(i).after();
      axes.add(new Window.Axis(axis.kernel(), axis.stride(), axis.dilation(), 0, more));
    }
    return new Window(axes);
  }

  private Tensor padded(Tensor input) {
    Tensor padded = input;
    for (int i = 0; i < window.rank(); i++) {
      int padding = window.axes().get(i).before();
      int axis = i - window.rank();
      if (padding > 0) {
        padded = padded.pad(axis, padding, padding);
      } else if (padding < 0) {
        padded = padded.slice(axis, -padding, padded.shape().size(axis) + padding);
      }
    }
    return padded;
  }
}
