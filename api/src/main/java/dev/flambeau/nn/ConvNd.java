package dev.flambeau.nn;

import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Convolutions;
import dev.flambeau.tensor.functional.Padding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of images {@code (N, in, size…)} to {@code (N, out, position…)}, of which there is
 * one for one, two and three axes. The kernel is not flipped.
 *
 * <p>What is not told in the constructor has a method that gives a new layer with that setting, and
 * with parameters of its own: {@code new Conv2d(3, 64, 7).stride(2).padding(3).bias(false)}. Such a
 * method takes one number for all axes, or one for each.
 *
 * <p>The weight is {@code (out, in/groups, kernel…)}, the bias {@code (out)}; first values are
 * uniform on ±1/√(in/groups · taps).
 *
 * @param <L> the layer itself
 */
public abstract sealed class ConvNd<L extends ConvNd<L>> extends Layer
    permits Conv1d, Conv2d, Conv3d {
  private final ConvSettings settings;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  ConvNd(ConvSettings settings) {
    this.settings = settings;
    int[] shape = settings.weight(settings.out(), settings.in());
    weight = parameter("weight", settings.firstWeights(), shape);
    bias =
        settings.hasBias() ? parameter("bias", settings.bias(settings.in()), settings.out()) : null;
  }

  abstract L with(ConvSettings changed);

  /** How far the window moves from one position to the next; 1 unless told. */
  public final L stride(int... stride) {
    return with(settings.with(window -> window.stride(stride)));
  }

  /** How many elements of padding stand on either side; none unless told. */
  public final L padding(int... padding) {
    return with(settings.with(window -> window.padding(padding)));
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

  /** How far it is from one tap of the kernel to the next; 1 unless told. */
  public final L dilation(int... dilation) {
    return with(settings.with(window -> window.dilation(dilation)));
  }

  /**
   * In how many groups of channels it works, each of which sees its own; 1 unless told.
   *
   * @throws ModelException if they do not divide the channels
   */
  public final L groups(int groups) {
    return with(settings.withGroups(groups));
  }

  /** Whether there is a bias; there is unless told. */
  public final L bias(boolean hasBias) {
    return with(settings.withBias(hasBias));
  }

  /** Other first weights. */
  public final L firstWeights(Initializer first) {
    return with(settings.withFirstWeights(first));
  }

  /** Other first values of the bias. */
  public final L firstBias(Initializer first) {
    return with(settings.withFirstBias(first));
  }

  /** The weight, {@code (out, in/groups, kernel…)}. */
  public final Parameter weight() {
    return weight;
  }

  /** The bias, {@code (out)}, if it has one. */
  public final Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
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
