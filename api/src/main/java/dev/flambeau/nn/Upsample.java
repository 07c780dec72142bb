package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Resampling;
import dev.flambeau.tensor.functional.Resampling.Mode;
import java.util.function.UnaryOperator;

/** {@link Resampling} of {@code (N, C, …)} as a layer: places of another size. */
public final class Upsample extends Layer {
  private final UnaryOperator<Tensor> resampling;

  private Upsample(UnaryOperator<Tensor> resampling) {
    this.resampling = resampling;
  }

  /** So many times the positions along each axis of places, by the nearest ones. */
  public Upsample(double factor) {
    this(Mode.NEAREST, factor);
  }

  /**
   * So many times the positions, rounded down.
   *
   * @param factors of the places' axes, or one for all of them
   */
  public Upsample(Mode mode, double... factors) {
    this(x -> Resampling.interpolateBy(x, mode, factors));
  }

  /**
   * Places of so many positions.
   *
   * @param sizes of the places' axes, or one for all of them
   */
  public static Upsample to(Mode mode, int... sizes) {
    return new Upsample(x -> Resampling.interpolate(x, mode, sizes));
  }

  /**
   * Applies the layer.
   *
   * @throws dev.flambeau.op.ShapeMismatchException if there are no places, or none would be left
   */
  @Override
  public Tensor forward(Tensor input) {
    return resampling.apply(input);
  }
}
