package dev.flambeau.images;

/**
 * The headers of a BMP. Java's reader would look for a profile in another file where a header names
 * one, so none is named to it.
 *
 * @see "Microsoft: Bitmap Storage, Windows GDI"
 */
final class BmpFile {
  private static final int FILE_HEADER = 14;
  private static final int OLD_HEADER = 12;
  private static final int USUAL_HEADER = 40;
  private static final int WITH_COLOUR_SPACE = 108;
  private static final int STANDARD_RGB = 0x73524742;

  /** Codings of pixels: none, by runs of 8 and 4 bits, none with masks. */
  private static final int MASKS = 3;

  private static final int RUNS_8 = 1;
  private static final int RUNS_4 = 2;

  private BmpFile() {}

  static Encoded parse(Content content) {
    long header = content.littleInt(FILE_HEADER);
    boolean old = header == OLD_HEADER;
    if (!old && header < USUAL_HEADER) {
      throw content.damaged("its header claims " + header + " bytes");
    }
    content.need(FILE_HEADER, header);
    long width = old ? content.littleShort(18) : (int) content.littleInt(18);
    // Rows from the top are told by a height below 0.
    long height = old ? content.littleShort(20) : Math.abs((long) (int) content.littleInt(22));
    long coding = old ? 0 : content.littleInt(30);
    if (coding > MASKS) {
      throw content.refused("a BMP of coding " + coding, "Save it as a PNG.");
    }
    if (coding == RUNS_8 || coding == RUNS_4) {
      content.need(content.littleInt(10), content.littleInt(34));
    } else {
      int bits = content.littleShort(old ? 24 : 28);
      content.need(content.littleInt(10), (width * bits + 31) / 32 * 4 * height);
    }
    Content patched = new Content(patched(content, header), content.name());
    return Encoded.of(Format.BMP, patched, height, width);
  }

  private static byte[] patched(Content content, long header) {
    byte[] bytes = content.bytes().clone();
    put(bytes, 2, bytes.length); // The file's length, which may be claimed to be any.
    if (header >= WITH_COLOUR_SPACE) {
      put(bytes, FILE_HEADER + 56, STANDARD_RGB);
    }
    return bytes;
  }

  private static void put(byte[] bytes, int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }
}
