package dev.flambeau.images;

import dev.flambeau.train.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A decoded picture: levels from 0 to 255, row by row from the top, in each row pixel by pixel from
 * the left, in each pixel channel by channel.
 *
 * @param bytes {@code (height, width, channels)}, unsigned; not copied, so not to be changed
 *     afterwards
 * @param height 1 or more
 * @param width 1 or more
 * @param channels 1: grey, or 3: red, green and blue
 */
public record Picture(byte[] bytes, int height, int width, int channels) {
  private static final int GREY = 1;
  private static final int RGB = 3;

  /**
   * @throws PictureException if sizes are not as they must be, or there is another number of bytes
   */
  public Picture {
    if (height < 1 || width < 1 || channels != GREY && channels != RGB) {
      throw new PictureException(
          "A picture is 1 x 1 or larger, of 1 channel or 3, was given "
              + size(height, width)
              + " of "
              + channels
              + ".");
    }
    if ((long) height * width * channels != bytes.length) {
      throw new PictureException(
          "A picture of "
              + size(height, width)
              + " and "
              + channels
              + " channels has "
              + (long) height * width * channels
              + " bytes, "
              + bytes.length
              + " were given.");
    }
  }

  /** A picture of levels that are written as numbers, each of them in [0, 255]. */
  public static Picture of(int height, int width, int channels, int... levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] < 0 || levels[i] > 255) {
        throw new PictureException("Levels are from 0 to 255, was given " + levels[i] + ".");
      }
      bytes[i] = (byte) levels[i];
    }
    return new Picture(bytes, height, width, channels);
  }

  /** A size as messages give it, columns first, as pictures are measured. */
  static String size(long height, long width) {
    return width + " x " + height;
  }

  /** A level, from 0 to 255. */
  public int level(int row, int column, int channel) {
    return bytes[(row * width + column) * channels + channel] & 0xFF;
  }

  /**
   * This picture in grey, of one channel: {@code (19595 R + 38470 G + 7471 B + 32768) div 65536},
   * the luma of ITU-R BT.601, as Pillow's mode L has it.
   */
  public Picture grey() {
    if (channels == GREY) {
      return this;
    }
    byte[] grey = new byte[height * width];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = luma(bytes[RGB * i] & 0xFF, bytes[RGB * i + 1] & 0xFF, bytes[RGB * i + 2] & 0xFF);
    }
    return new Picture(grey, height, width, GREY);
  }

  private static byte luma(int red, int green, int blue) {
    return (byte) (19595 * red + 38470 * green + 7471 * blue + 32768 >> 16);
  }

  /** This picture in red, green and blue: three equal ones where it is grey. */
  public Picture rgb() {
    if (channels == RGB) {
      return this;
    }
    byte[] rgb = new byte[RGB * bytes.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = bytes[i / RGB];
    }
    return new Picture(rgb, height, width, RGB);
  }

  /** The SHA-256 of the picture: docs/numerics.md, "Pictures". */
  public String sha256() {
    return HexFormat.of().formatHex(digest());
  }

  /** The 32 bytes of {@link #sha256}. */
  public byte[] digest() {
    MessageDigest digest = Fingerprint.newDigest();
    digest.update(
        ByteBuffer.allocate(3 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(height)
            .putInt(width)
            .putInt(channels)
            .array());
    return digest.digest(bytes);
  }

  @Override
  public String toString() {
    return "Picture[" + size(height, width) + ", " + (channels == GREY ? "grey" : "RGB") + "]";
  }
}
