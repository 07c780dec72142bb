package dev.flambeau.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures as PNGs: read again, they have the same bytes. */
public final class PictureWriter {
  private PictureWriter() {}

  /**
   * Writes a PNG, over a file that may be there.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Picture picture, Path file) throws IOException {
    Files.write(file, png(picture));
  }

  /** A PNG as a file holds it. */
  public static byte[] png(Picture picture) {
    boolean grey = picture.channels() == 1;
    int type = grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(picture.width(), picture.height(), type);
    image
        .getRaster()
        .setDataElements(0, 0, picture.width(), picture.height(), picture.bytes().clone());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new PictureException(picture + " cannot be written as a PNG: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }
}
