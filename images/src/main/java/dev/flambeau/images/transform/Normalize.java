package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.tensor.HostTensor;
import java.util.Arrays;

/**
 * From levels to numbers: {@code (level / 255 − mean) / std} per channel, each operation rounded to
 * FLOAT32, as torchvision's {@code ToTensor} and {@code Normalize} compute it.
 *
 * @param mean one a channel; copied
 * @param std one a channel, none of them 0; copied
 */
public record Normalize(float[] mean, float[] std) {
  /** Numbers from 0 to 1. */
  public static final Normalize NONE = new Normalize(new float[] {0}, new float[] {1});

  /** The mean and the standard deviation of ImageNet, which published models are trained with. */
  public static final Normalize IMAGENET =
      new Normalize(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  /**
   * @throws PictureException if there are not as many of both, or a standard deviation is 0 or no
   *     number
   */
  public Normalize {
    mean = mean.clone();
    std = std.clone();
    boolean finite = mean.length == std.length && mean.length > 0;
    for (int i = 0; finite && i < std.length; i++) {
      finite = Float.isFinite(mean[i]) && Float.isFinite(std[i]) && std[i] != 0;
    }
    if (!finite) {
      throw new PictureException(
          "Normalize takes a mean and a standard deviation other than 0 for each channel, was given "
              + Arrays.toString(mean)
              + " and "
              + Arrays.toString(std)
              + ".");
    }
  }

  /** A tensor of a picture: FLOAT32 {@code (channels, height, width)}. */
  public HostTensor.Floats tensor(Picture picture) {
    float[] values = new float[picture.bytes().length];
    write(picture, values, 0);
    return HostTensor.of(values, picture.channels(), picture.height(), picture.width());
  }

  /**
   * Writes a picture's numbers into an array: those of {@link #tensor}, from a place on.
   *
   * @throws PictureException if the picture has another number of channels; one mean serves for any
   */
  public void write(Picture picture, float[] values, int from) {
    int channels = picture.channels();
    if (mean.length != 1 && mean.length != channels) {
      throw new PictureException(
          "Normalize has "
              + mean.length
              + " channels, was given "
              + picture
              + ". Read it by PictureReader."
              + (mean.length == 3 ? "rgb()." : "grey()."));
    }
    int plane = picture.height() * picture.width();
    byte[] bytes = picture.bytes();
    for (int channel = 0; channel < channels; channel++) {
      float[] ofLevel = ofLevels(Math.min(channel, mean.length - 1));
      int to = from + channel * plane;
      for (int i = 0, at = channel; i < plane; i++, at += channels) {
        values[to + i] = ofLevel[bytes[at] & 0xFF];
      }
    }
  }

  /** The number of each of the 256 levels. */
  private float[] ofLevels(int channel) {
    float[] numbers = new float[256];
    for (int level = 0; level < numbers.length; level++) {
      numbers[level] = (level / 255f - mean[channel]) / std[channel];
    }
    return numbers;
  }

  @Override
  public String toString() {
    return "Normalize[" + Arrays.toString(mean) + ", " + Arrays.toString(std) + "]";
  }
}
