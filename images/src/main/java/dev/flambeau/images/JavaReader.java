package dev.flambeau.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Java's own readers of images; those that others add to a program are not asked. */
final class JavaReader {
  private static final String JAVAS = "java.desktop";

  private JavaReader() {}

  /**
   * Decodes.
   *
   * @throws PictureException if the file is damaged, or there is no room
   */
  static BufferedImage read(Encoded encoded) {
    Content content = encoded.content();
    // Held in memory: Java's usual cache would be a file in the temporary folder.
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content.bytes()))) {
      ImageReader reader = reader(encoded.format());
      try {
        reader.setInput(input, true, false);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Java's readers let all kinds of exceptions through where data is not as they expect it.
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new PictureException(content.name() + " is damaged or cannot be read: " + message, e);
    } catch (OutOfMemoryError e) {
      throw new PictureException(
          content.name()
              + ": no room on Java's heap for "
              + Picture.size(encoded.height(), encoded.width())
              + " pixels. Give Java more with -Xmx.",
          e);
    }
  }

  private static ImageReader reader(Format format) {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (JAVAS.equals(reader.getClass().getModule().getName())) {
        return reader;
      }
      reader.dispose();
    }
    throw new PictureException("This Java has no reader of " + format + " in " + JAVAS + ".");
  }
}
