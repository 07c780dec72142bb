package dev.flambeau.images.dataset;

import dev.flambeau.data.cifar.CifarData;
import dev.flambeau.data.cifar.CifarImages;
import dev.flambeau.images.Picture;
import java.util.List;

/**
 * The pictures of CIFAR's files, to be transformed.
 *
 * @param images the files' content
 * @param classes the classes' names
 */
public record CifarPictures(CifarImages images, List<String> classes) implements PictureDataset {

  /** Copies the names. */
  public CifarPictures {
    classes = List.copyOf(classes);
  }

  /** The pictures to learn from. */
  public static CifarPictures train(CifarData data) {
    return new CifarPictures(data.train(), data.classes());
  }

  /** The pictures to be tested on. */
  public static CifarPictures test(CifarData data) {
    return new CifarPictures(data.test(), data.classes());
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public Picture picture(int index) {
    byte[] planes = images.planes(index);
    int plane = CifarImages.SIDE * CifarImages.SIDE;
    byte[] bytes = new byte[planes.length];
    for (int i = 0; i < bytes.length; i++) {
      int channel = i % CifarImages.CHANNELS;
      bytes[i] = planes[channel * plane + i / CifarImages.CHANNELS];
    }
    return new Picture(bytes, CifarImages.SIDE, CifarImages.SIDE, CifarImages.CHANNELS);
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public String name(int index) {
    return images.name(index);
  }
}
