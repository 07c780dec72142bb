package dev.flambeau.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Reads pictures: PNG, JPEG, BMP, and the first frame of a GIF, each known by its first bytes,
 * whatever the file's name. It changes nothing; what sets something returns another reader.
 *
 * <p>The samples count as they are stored, in this order:
 *
 * <ol>
 *   <li>Profiles and gamma values are not applied. A palette's colours stand for its indices. Of a
 *       JPEG the coefficients are decoded by Java's own library.
 *   <li>A sample v of b bits, b ≠ 8, becomes the whole number that is nearest to v · 255 / (2ᵇ −
 *       1), halves upwards; so does opacity.
 *   <li>A pixel of opacity a, less than 255, lies on the ground g: {@code (v · a + g · (255 − a) +
 *       127) div 255}. Where no ground is set, it is refused.
 *   <li>The picture is made grey, or red, green and blue.
 *   <li>It is turned and mirrored as a JPEG's EXIF orientation says.
 * </ol>
 *
 * <p>Files are not trusted: what a header claims is compared with {@link #mostPixels} before there
 * is memory for it, and whatever is cut off or damaged is refused by name. A JPEG has no checksum:
 * damage within its data may go unseen.
 */
public final class PictureReader {
  /** The pixels that a picture may have unless another number is set: 2²⁷. */
  public static final long MOST_PIXELS = 1 << 27;

  private static final int MOST_BYTES = 1 << 28;

  private final boolean grey;
  private final OptionalInt ground;
  private final long mostPixels;

  private PictureReader(boolean grey, OptionalInt ground, long mostPixels) {
    this.grey = grey;
    this.ground = ground;
    this.mostPixels = mostPixels;
  }

  /** A reader whose pictures have three channels; grey ones have three equal ones. */
  public static PictureReader rgb() {
    return new PictureReader(false, OptionalInt.empty(), MOST_PIXELS);
  }

  /** A reader whose pictures have one channel; colours are weighed as {@link Picture#grey} does. */
  public static PictureReader grey() {
    return new PictureReader(true, OptionalInt.empty(), MOST_PIXELS);
  }

  /**
   * This reader with a ground that shows through transparent pixels.
   *
   * @param rgb as 0xFFFFFF for white
   * @throws PictureException if it is no such number
   */
  public PictureReader ground(int rgb) {
    if (rgb < 0 || rgb > 0xFFFFFF) {
      throw new PictureException("A ground is from 0x000000 to 0xFFFFFF, was given " + rgb + ".");
    }
    return new PictureReader(grey, OptionalInt.of(rgb), mostPixels);
  }

  /**
   * This reader with another limit: larger pictures are refused before they are decoded.
   *
   * @throws PictureException if it is not from 1 to {@link #MOST_PIXELS}
   */
  public PictureReader mostPixels(long pixels) {
    if (pixels < 1 || pixels > MOST_PIXELS) {
      throw new PictureException(
          "A limit of pixels is from 1 to " + MOST_PIXELS + ", was given " + pixels + ".");
    }
    return new PictureReader(grey, ground, pixels);
  }

  /**
   * Reads a file.
   *
   * @throws PictureException if it is none of the formats, too large, damaged, or has transparent
   *     pixels and no ground is set
   * @throws IOException if the file cannot be read
   */
  public Picture read(Path file) throws IOException {
    return read(content(file), file.toString());
  }

  /**
   * Reads a file's content.
   *
   * @param name for messages
   */
  public Picture read(byte[] content, String name) {
    Encoded encoded = encoded(content, name);
    if (encoded.pixels() > mostPixels) {
      throw new PictureException(
          name
              + " claims "
              + Picture.size(encoded.height(), encoded.width())
              + " pixels, more than "
              + mostPixels
              + " in all, the most that are read.");
    }
    Picture stored = encoded.decode(ground);
    return encoded.orientation().turn(grey ? stored.grey() : stored.rgb());
  }

  /**
   * The size that a file's header tells; nothing is decoded.
   *
   * @throws PictureException if it is none of the formats, or damaged as far as can be seen so
   */
  public PictureSize size(Path file) throws IOException {
    Encoded encoded = encoded(content(file), file.toString());
    return encoded.orientation().turn(new PictureSize(encoded.height(), encoded.width()));
  }

  private static Encoded encoded(byte[] content, String name) {
    Format format = Format.of(content);
    if (format == null) {
      throw new PictureException(
          name + " is no PNG, JPEG, BMP or GIF; other pictures are not read.");
    }
    Encoded encoded = format.parse(new Content(content, name));
    if (encoded.height() < 1 || encoded.width() < 1) {
      throw new PictureException(
          name
              + " is damaged: it claims "
              + Picture.size(encoded.height(), encoded.width())
              + " pixels.");
    }
    return encoded;
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] content = stream.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new PictureException(
            file + " has more than " + MOST_BYTES + " bytes, the most that a picture may have.");
      }
      return content;
    }
  }
}
