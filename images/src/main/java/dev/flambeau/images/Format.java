package dev.flambeau.images;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The formats that are read, each known by its first bytes. */
enum Format {
  PNG("\u0089PNG\r\n\u001A\n", PngFile::parse),
  JPEG("\u00FF\u00D8\u00FF", JpegFile::parse),
  GIF("GIF8", GifFile::parse),
  BMP("BM", BmpFile::parse);

  private final String signature;
  private final Function<Content, Encoded> parser;

  Format(String signature, Function<Content, Encoded> parser) {
    this.signature = signature;
    this.parser = parser;
  }

  /** The format of a file; null for none of these. */
  static @Nullable Format of(byte[] bytes) {
    Content content = new Content(bytes, "");
    for (Format format : values()) {
      if (content.has(0, format.signature)) {
        return format;
      }
    }
    return null;
  }

  /**
   * Looks through a file's parts, and leaves out those that its pixels do not need.
   *
   * @throws PictureException if it is cut off or damaged
   */
  Encoded parse(Content content) {
    return parser.apply(content);
  }
}
