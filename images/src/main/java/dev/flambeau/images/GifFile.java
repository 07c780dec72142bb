package dev.flambeau.images;

import java.io.ByteArrayOutputStream;

/**
 * The blocks of a GIF up to the end of its first frame; those behind it are left out.
 *
 * @see "CompuServe: Graphics Interchange Format, version 89a, 1990"
 */
final class GifFile {
  private static final int HEADER_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;

  private GifFile() {}

  static Encoded parse(Content content) {
    int width = content.littleShort(6);
    int height = content.littleShort(8);
    int at = HEADER_BYTES + colourBytes(content.byteAt(10));
    while (content.byteAt(at) == EXTENSION) {
      at = endOfBlocks(content, at + 2);
    }
    if (content.byteAt(at) != FRAME) {
      throw content.damaged("it has no frame");
    }
    int column = content.littleShort(at + 1);
    int row = content.littleShort(at + 3);
    int frameWidth = content.littleShort(at + 5);
    int frameHeight = content.littleShort(at + 7);
    if (column + frameWidth > width || row + frameHeight > height) {
      throw content.damaged("its frame is larger than its screen");
    }
    // A byte between the colours and the data tells how long the first codes are.
    int end = endOfBlocks(content, at + 10 + colourBytes(content.byteAt(at + 9)) + 1);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(end + 1);
    kept.write(content.bytes(), 0, end);
    kept.write(TRAILER);
    Content first = new Content(kept.toByteArray(), content.name());
    return new Encoded(Format.GIF, first, height, width, row, column, Orientation.UPRIGHT);
  }

  /** The bytes of a table of colours, which flags announce. */
  private static int colourBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
  }

  /** Behind a chain of blocks, each of a length and as many bytes, the last one of none. */
  private static int endOfBlocks(Content content, int from) {
    int at = from;
    while (content.byteAt(at) != 0) {
      at += 1 + content.byteAt(at);
    }
    return at + 1;
  }
}
