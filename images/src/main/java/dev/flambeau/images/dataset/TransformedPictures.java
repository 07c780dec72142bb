package dev.flambeau.images.dataset;

import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.data.Named;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.tensor.HostTensor;

/** Pictures that are transformed when they are fetched, each by its index and the epoch. */
record TransformedPictures(PictureDataset pictures, Transforms transforms, long seed, int epoch)
    implements Dataset {
  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Dataset inEpoch(int other) {
    return new TransformedPictures(pictures, transforms, seed, other);
  }

  @Override
  public Example get(int index) {
    return new Example(
        Named.of(Example.INPUT, transforms.numbers().tensor(picture(index))),
        Named.of(Example.TARGET, HostTensor.of(new int[] {pictures.label(index)})));
  }

  private Picture picture(int index) {
    Picture picture = pictures.picture(index);
    try {
      return transforms.apply(picture, seed, epoch, index);
    } catch (PictureException e) {
      throw new PictureException(pictures.name(index) + ": " + e.getMessage(), e);
    }
  }
}
