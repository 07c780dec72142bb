package dev.flambeau.images;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG: length, name, data, checksum. Those that pixels need are kept; texts,
 * profiles and animations are not, so that nothing hidden in them is unpacked.
 *
 * @see "D. Duce (editor): Portable Network Graphics (PNG) Specification, second edition, W3C 2003"
 */
final class PngFile {
  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 13;
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngFile() {}

  static Encoded parse(Content content) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(content.size());
    kept.write(content.bytes(), 0, SIGNATURE_BYTES);
    long height = 0;
    long width = 0;
    String name = "";
    for (long at = SIGNATURE_BYTES; !name.equals("IEND"); ) {
      long length = content.bigInt(at);
      long bytes = 12 + length;
      content.need(at, bytes);
      name = name(content, at + 4);
      check(content, (int) at, (int) length, name);
      if (at == SIGNATURE_BYTES) {
        if (!name.equals("IHDR") || length != HEADER_BYTES) {
          throw content.damaged("it does not begin with its header");
        }
        width = content.bigInt(at + 8);
        height = content.bigInt(at + 12);
      }
      if (KEPT.contains(name)) {
        kept.write(content.bytes(), (int) at, (int) bytes);
      }
      at += bytes;
    }
    return Encoded.of(Format.PNG, new Content(kept.toByteArray(), content.name()), height, width);
  }

  private static String name(Content content, long at) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      name.append((char) content.byteAt(at + i));
    }
    return name.toString();
  }

  private static void check(Content content, int at, int length, String name) {
    CRC32 sum = new CRC32();
    sum.update(content.bytes(), at + 4, 4 + length);
    if (sum.getValue() != content.bigInt(at + 8L + length)) {
      throw content.damaged("the checksum of its part at byte " + at + " is another");
    }
    boolean needed = Character.isUpperCase(name.charAt(0));
    if (needed && !KEPT.contains(name)) {
      throw content.damaged("its part at byte " + at + " is of no kind that PNG has");
    }
  }
}
