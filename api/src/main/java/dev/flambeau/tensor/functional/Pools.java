package dev.flambeau.tensor.functional;

import dev.flambeau.op.Pooling;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import java.util.List;

/**
 * Windows of which one number is made, over one to three axes.
 *
 * @see "docs/numerics.md, Pooling"
 */
public final class Pools {
  private Pools() {}

  /**
   * The largest element of each window; padding is absent.
   *
   * @param x {@code (…, size…)}
   * @return {@code (…, position…)}
   * @throws ShapeMismatchException if the window does not fit, or would lie in the padding alone
   */
  public static Tensor maxPool(Tensor x, Window window) {
    return maxPoolWithPlaces(x, window).get(0);
  }

  /**
   * The same, and where each stands among the elements of the axes passed over, in row-major order:
   * INT32.
   */
  public static List<Tensor> maxPoolWithPlaces(Tensor x, Window window) {
    return Tensor.apply(new Pooling.MaxPool(window), List.of(x));
  }

  /**
   * Values put back to where {@link #maxPoolWithPlaces} found them; 0 elsewhere, and their sum
   * where windows overlap and found the same.
   *
   * @param x {@code (…, position…)}
   * @param places INT32 {@code (…, position…)}; those beyond their window are left out
   * @param sizes of the output
   * @return {@code (…, size…)}
   */
  public static Tensor maxUnpool(Tensor x, Tensor places, Window window, Shape sizes) {
    return Tensor.apply(new Pooling.MaxUnpool(window, sizes), x, places);
  }

  /**
   * The mean of each window.
   *
   * @param x {@code (…, size…)}
   * @param countIncludePad whether padding counts as 0; else it does not count
   * @return {@code (…, position…)}
   * @throws ShapeMismatchException if the window does not fit
   */
  public static Tensor avgPool(Tensor x, Window window, boolean countIncludePad) {
    return Tensor.apply(new Pooling.AvgPool(window, countIncludePad), x);
  }
}
