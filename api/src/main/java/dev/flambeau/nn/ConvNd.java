package dev.flambeau.nn;

import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Convolutions;
import dev.flambeau.tensor.functional.Padding;
import java.util.List;

/**
 * A convolution of images {@code (N, in, size…)} to {@code (N, out, position…)}, of which there is
 * one for one, two and three axes. The kernel is not flipped.
 *
 * <p>The weight is {@code (out, in/groups, kernel…)}, the bias {@code (out)}; first values are
 * uniform on ±1/√(in/groups · taps).
 *
 * @param <L> the layer itself
 */
public abstract sealed class ConvNd<L extends ConvNd<L>> extends ConvLayer<L>
    permits Conv1d, Conv2d, Conv3d {
  ConvNd(ConvSettings settings) {
    super(settings, settings.out(), settings.in());
  }

  /**
   * As many zeros as make as many positions as there are elements, an odd one after them; to be
   * told after the dilation.
   *
   * @throws dev.flambeau.op.AttributeException if a stride is more than 1
   */
  public final L samePadding() {
    return with(settings.with(Window::same));
  }

  /** What stands in the padding; zeros unless told. */
  public final L paddingMode(Padding.Mode mode) {
    return with(settings.withPaddingMode(mode));
  }

  /**
   * Applies the layer.
   *
   * @param images {@code (N, in, size…)}
   * @return {@code (N, out, position…)}
   * @throws dev.flambeau.op.ShapeMismatchException if the channels are others, or the window does
   *     not fit
   */
  @Override
  public final Tensor forward(Tensor images) {
    Padding.Mode mode = settings.paddingMode();
    return mode == null
        ? convolved(images, settings.window())
        : convolved(Padding.pad(images, mode, amounts()), settings.window().unpadded());
  }

  private Tensor convolved(Tensor images, Window window) {
    int groups = settings.groups();
    return bias == null
        ? Convolutions.conv(images, weight.tensor(), window, groups)
        : Convolutions.conv(images, weight.tensor(), bias.tensor(), window, groups);
  }

  /** The window's padding, last axis first. */
  private int[] amounts() {
    List<Window.Axis> axes = settings.window().axes();
    int[] amounts = new int[2 * axes.size()];
    for (int i = 0; i < axes.size(); i++) {
      amounts[2 * i] = axes.get(axes.size() - 1 - i).before();
      amounts[2 * i + 1] = axes.get(axes.size() - 1 - i).after();
    }
    return amounts;
  }
}
