package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import dev.flambeau.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Transforms one after the other, and the numbers that a model is given at their end:
 *
 * <pre>{@code
 * Transforms.of(new RandomCrop(32).padding(4), new RandomHorizontalFlip())
 *     .normalize(Normalize.IMAGENET)
 * }</pre>
 *
 * @param steps the transforms; the place of each, from 0, chooses its random numbers
 * @param numbers what makes numbers of levels; {@link Normalize#NONE} unless it is set
 */
public record Transforms(List<Transform> steps, Normalize numbers) {

  /** Copies the steps. */
  public Transforms {
    steps = List.copyOf(steps);
  }

  /** These transforms, in this order. */
  public static Transforms of(Transform... steps) {
    return new Transforms(List.of(steps), Normalize.NONE);
  }

  /** These transforms and one more behind them. */
  public Transforms then(Transform step) {
    List<Transform> more = new ArrayList<>(steps);
    more.add(step);
    return new Transforms(more, numbers);
  }

  /** These transforms with other numbers at their end. */
  public Transforms normalize(Normalize other) {
    return new Transforms(steps, other);
  }

  /**
   * A picture when all transforms have changed it.
   *
   * @param seed with epoch and example, what random transforms depend on
   * @param example the picture's index in its dataset
   */
  public Picture apply(Picture picture, long seed, int epoch, int example) {
    Picture changed = picture;
    for (int place = 0; place < steps.size(); place++) {
      changed = steps.get(place).apply(changed, Draws.of(seed, epoch, example, place));
    }
    return changed;
  }

  /**
   * A picture's numbers where nothing is random, as for a test or an answer: FLOAT32 {@code
   * (channels, height, width)}. Random transforms are as in epoch 0 for example 0 and seed 0.
   */
  public HostTensor.Floats tensor(Picture picture) {
    return numbers.tensor(apply(picture, 0, 0, 0));
  }
}
