package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Convolutions;
import java.util.ArrayList;
import java.util.List;

/**
 * A transposed convolution of images {@code (N, in, position…)} to {@code (N, out, size…)}: what a
 * convolution with this weight gives the gradient of. Each size is {@code (position − 1) · stride −
 * 2 · padding + dilation · (kernel − 1) + outputPadding + 1}.
 *
 * <p>Padding is left out on either side of the output. The weight is {@code (in, out/groups,
 * kernel…)}, the bias {@code (out)}; first values are uniform on ±1/√(out/groups · taps).
 *
 * @param <L> the layer itself
 */
public abstract sealed class ConvTransposeNd<L extends ConvTransposeNd<L>> extends ConvLayer<L>
    permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  ConvTransposeNd(ConvSettings settings) {
    super(settings, settings.in(), settings.out());
  }

  /** How many elements more the output has at its end, none unless told. */
  public final L outputPadding(int... padding) {
    return with(settings.withOutputPadding(padding));
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
    int extra = settings.outputPadding().get(i);
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
