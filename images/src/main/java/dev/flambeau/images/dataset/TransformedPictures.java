package dev.flambeau.images.dataset;

import dev.flambeau.data.Batch;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.data.Named;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

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

  @Override
  public Batch batch(int[] indices) {
    return indices.length == 0 ? Dataset.super.batch(indices) : filled(indices, null);
  }

  @Override
  public Batch batch(int[] indices, Batch used) {
    return indices.length == 0 ? Dataset.super.batch(indices) : filled(indices, used);
  }

  /** Numbers go from each picture straight to their place in the batch. */
  private Batch filled(int[] indices, @Nullable Batch used) {
    Picture first = picture(indices[0]);
    int channels = first.channels();
    Shape shape = Shape.of(indices.length, channels, first.height(), first.width());
    HostTensor.Floats numbers = numbers(shape, used);
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      Picture picture = i == 0 ? first : picture(indices[i]);
      if (!haveOneSize(first, picture)) {
        throw new PictureException(
            "Pictures of a batch need one size: "
                + pictures.name(indices[0])
                + " is "
                + first
                + ", "
                + pictures.name(indices[i])
                + " is "
                + picture
                + ". Have a crop or a Resize of height and width transform them.");
      }
      transforms.numbers().write(picture, numbers.values(), i * picture.bytes().length);
      labels[i] = pictures.label(indices[i]);
    }
    return Batch.of(numbers, HostTensor.of(labels, labels.length));
  }

  private static boolean haveOneSize(Picture first, Picture other) {
    return first.height() == other.height()
        && first.width() == other.width()
        && first.channels() == other.channels();
  }

  private static HostTensor.Floats numbers(Shape shape, @Nullable Batch used) {
    if (used != null
        && used.input() instanceof HostTensor.Floats numbers
        && numbers.shape().equals(shape)) {
      return numbers;
    }
    return HostTensor.of(new float[shape.elements()], shape.sizes());
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
