package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Convolutions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution of images {@code (N, in, position…)} to {@code (N, out, size…)}: what a
 * convolution with this weight gives the gradient of. Each size is {@code (position − 1) · stride −
 * 2 · padding + dilation · (kernel − 1) + outputPadding + 1}.
 *
 * <p>Settings are told as those of {@link ConvNd}. The weight is {@code (in, out/groups, kernel…)},
 * the bias {@code (out)}; first values are uniform on ±1/√(out/groups · taps).
 *
 * @param <L> the layer itself
 */
public abstract sealed class ConvTransposeNd<L extends ConvTransposeNd<L>> extends Layer
    permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  private final ConvSettings settings;
  private final int[] outputPadding;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  ConvTransposeNd(ConvSettings settings, int... outputPadding) {
    this.settings = settings;
    this.outputPadding = outputPadding.clone();
    checkOutputPadding();
    int[] shape = settings.weight(settings.in(), settings.out());
    weight = parameter("weight", settings.firstWeights(), shape);
    bias =
        settings.hasBias()
            ? parameter("bias", settings.bias(settings.out()), settings.out())
            : null;
  }

  abstract L with(ConvSettings changed, int... newOutputPadding);

  /** How far the window moves from one position to the next; 1 unless told. */
  public final L stride(int... stride) {
    return with(settings.with(window -> window.stride(stride)), outputPadding);
  }

  /** How many elements of the output are left out on either side; none unless told. */
  public final L padding(int... padding) {
    return with(settings.with(window -> window.padding(padding)), outputPadding);
  }

  /** How many elements more the output has at its end, none unless told. */
  public final L outputPadding(int... padding) {
    return with(settings, padding);
  }

  /** How far it is from one tap of the kernel to the next; 1 unless told. */
  public final L dilation(int... dilation) {
    return with(settings.with(window -> window.dilation(dilation)), outputPadding);
  }

  /**
   * In how many groups of channels it works, each of which sees its own; 1 unless told.
   *
   * @throws ModelException if they do not divide the channels
   */
  public final L groups(int groups) {
    return with(settings.withGroups(groups), outputPadding);
  }

  /** Whether there is a bias; there is unless told. */
  public final L bias(boolean hasBias) {
    return with(settings.withBias(hasBias), outputPadding);
  }

  /** Other first weights. */
  public final L firstWeights(Initializer first) {
    return with(settings.withFirstWeights(first), outputPadding);
  }

  /** Other first values of the bias. */
  public final L firstBias(Initializer first) {
    return with(settings.withFirstBias(first), outputPadding);
  }

  /** The weight, {@code (in, out/groups, kernel…)}. */
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
   * @param images {@code (N, in, position…)}
   * @return {@code (N, out, size…)}
   * @throws ModelException if an output padding is not below its stride or dilation
   * @throws dev.flambeau.op.ShapeMismatchException if the channels are others
   */
  @Override
  public final Tensor forward(Tensor images) {
    int rank = settings.window().rank();
    List<Window.Axis> axes = new ArrayList<>();
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      Window.Axis axis = settings.window().axes().get(i);
      int extra = extra(i, axis);
      // Less padding behind what is longer: the same positions.
      axes.add(
          new Window.Axis(
              axis.kernel(), axis.stride(), axis.dilation(), axis.before(), axis.after() - extra));
      int positions = images.shape().rank() < rank ? 0 : images.shape().size(i - rank);
      long spanned = (positions - 1L) * axis.stride() + axis.span();
      sizes[i] = size(images, axis, spanned - axis.before() - axis.after() + extra);
    }
    Window window = new Window(axes);
    int groups = settings.groups();
    Shape shape = Shape.of(sizes);
    return bias == null
        ? Convolutions.convTranspose(images, weight.tensor(), window, groups, shape)
        : Convolutions.convTranspose(images, weight.tensor(), bias.tensor(), window, groups, shape);
  }

  private void checkOutputPadding() {
    int rank = settings.window().rank();
    if (outputPadding.length != 0 && outputPadding.length != 1 && outputPadding.length != rank) {
      throw new ModelException(
          "ConvTranspose: one outputPadding for all axes or "
              + rank
              + ", was given "
              + Arrays.toString(outputPadding)
              + ".");
    }
  }

  private static int size(Tensor images, Window.Axis axis, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new ShapeMismatchException(
          "convTranspose: an axis of the output would have "
              + size
              + " elements, of an input "
              + images.shape()
              + " by "
              + axis
              + ". Take less padding, or another stride or dilation.");
    }
    return (int) size;
  }

  private int extra(int i, Window.Axis axis) {
    int extra = outputPadding.length == 0 ? 0 : outputPadding[outputPadding.length == 1 ? 0 : i];
    if (extra < 0 || extra >= Math.max(axis.stride(), axis.dilation()) && extra > 0) {
      throw new ModelException(
          "ConvTranspose: an outputPadding is 0 or more, and below stride or dilation; was given "
              + extra
              + " for "
              + axis
              + ".");
    }
    return extra;
  }
}
