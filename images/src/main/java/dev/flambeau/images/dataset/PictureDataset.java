package dev.flambeau.images.dataset;

import dev.flambeau.data.Batch;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.data.Named;
import dev.flambeau.images.Picture;
import dev.flambeau.images.transform.Normalize;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.tensor.HostTensor;
import java.util.List;

/**
 * Pictures in classes. As a dataset its inputs are FLOAT32 {@code (channels, height, width)},
 * levels divided by 255, its targets the classes, INT32 {@code ()}.
 */
public interface PictureDataset extends Dataset {
  /** The classes' names, in the order of their numbers. */
  List<String> classes();

  /**
   * A picture, decoded at each call; the same at each.
   *
   * @param index in [0, {@link #size})
   * @throws dev.flambeau.images.PictureException if it cannot be read; names it
   */
  Picture picture(int index);

  /** The number of a picture's class. */
  int label(int index);

  /** A picture's name, for messages: its file, or the place in one. */
  String name(int index);

  @Override
  default Example get(int index) {
    return new Example(
        Named.of(Example.INPUT, Normalize.NONE.tensor(picture(index))),
        Named.of(Example.TARGET, HostTensor.of(new int[] {label(index)})));
  }

  @Override
  default Batch batch(int[] indices) {
    return transformed(Transforms.of(), 0).batch(indices);
  }

  @Override
  default Batch batch(int[] indices, Batch used) {
    return transformed(Transforms.of(), 0).batch(indices, used);
  }

  /**
   * A dataset of these pictures, transformed when they are fetched. Random transforms draw anew in
   * each epoch of a loader; what they draw depends on the seed, the epoch and the picture's index
   * alone (docs/numerics.md, "Random numbers"), and so on no order, split or thread.
   */
  default Dataset transformed(Transforms transforms, long seed) {
    return new TransformedPictures(this, transforms, seed, 0);
  }

  /**
   * The SHA-256 of all pictures and labels, in order: docs/numerics.md, "Pictures". Equal hashes
   * mean equal data, however Java decoded it. Decodes all pictures.
   */
  default String sha256() {
    return PictureHash.of(this);
  }
}
