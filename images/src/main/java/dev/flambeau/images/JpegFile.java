package dev.flambeau.images;

import java.io.ByteArrayOutputStream;

/**
 * The segments of a JPEG: marker, length, data. Profiles, thumbnails and comments are left out; an
 * EXIF segment tells the orientation. Data between segments is looked through up to the end's
 * marker, so that a file that is cut off is known.
 *
 * @see "ITU-T T.81: Digital compression and coding of continuous-tone still images, 1992"
 */
final class JpegFile {
  private static final int START_OF_SCAN = 0xDA;
  private static final int END = 0xD9;
  private static final int JFIF = 0xE0;
  private static final int EXIF = 0xE1;
  private static final int ADOBE = 0xEE;
  private static final int COMMENT = 0xFE;

  private final Content content;
  private final ByteArrayOutputStream kept;
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean hasExif;
  private int height;
  private int width;

  private JpegFile(Content content) {
    this.content = content;
    this.kept = new ByteArrayOutputStream(content.size());
  }

  static Encoded parse(Content content) {
    JpegFile file = new JpegFile(content);
    file.walk();
    Content kept = new Content(file.kept.toByteArray(), content.name());
    return Encoded.of(Format.JPEG, kept, file.height, file.width, file.orientation);
  }

  private void walk() {
    int at = 2;
    kept.write(content.bytes(), 0, at);
    while (true) {
      if (content.byteAt(at) != 0xFF) {
        throw content.damaged("no marker stands at byte " + at);
      }
      while (content.byteAt(at + 1) == 0xFF) {
        at++; // Any number of them may stand before a marker.
      }
      int marker = content.byteAt(at + 1);
      if (marker == END) {
        kept.write(content.bytes(), at, 2);
        check();
        return;
      }
      int length = content.bigShort(at + 2);
      if (length < 2) {
        throw content.damaged("its segment at byte " + at + " claims " + length + " bytes");
      }
      int end = at + 2 + length;
      content.need(end, 0);
      take(marker, at, end);
      at = marker == START_OF_SCAN ? endOfScan(end) : end;
    }
  }

  private void take(int marker, int at, int end) {
    if (isFrame(marker)) {
      takeFrame(marker, at);
    }
    if (marker == EXIF && !hasExif && content.has(at + 4, Exif.SIGNATURE)) {
      hasExif = true;
      byte[] segment = new byte[end - at - 4];
      System.arraycopy(content.bytes(), at + 4, segment, 0, segment.length);
      orientation = Exif.orientation(segment);
    }
    boolean pixelsNeedIt =
        marker == JFIF && content.has(at + 4, "JFIF\0")
            || marker == ADOBE
            || marker < JFIF
            || marker > 0xEF && marker != COMMENT;
    if (pixelsNeedIt) {
      kept.write(content.bytes(), at, end - at);
    }
  }

  /** Those of 0xC0 to 0xCF that are no tables. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void takeFrame(int marker, int at) {
    if (marker > 0xC2) {
      throw content.refused(
          "a JPEG of a rare coding (lossless, hierarchical or arithmetic)",
          "Save it as a baseline or progressive one.");
    }
    if (content.byteAt(at + 4) != 8) {
      throw content.refused(
          "a JPEG of " + content.byteAt(at + 4) + " bits a sample", "Save it with 8, or as a PNG.");
    }
    height = content.bigShort(at + 5);
    width = content.bigShort(at + 7);
    int components = content.byteAt(at + 9);
    if (components != 1 && components != 3) {
      throw content.refused(
          "a JPEG of " + components + " components" + (components == 4 ? " (CMYK)" : ""),
          "Convert it to RGB, as ImageMagick does: convert IN -colorspace sRGB OUT.");
    }
  }

  /** Where the coded data ends: at a marker that is no restart. A zero follows an 0xFF of data. */
  private int endOfScan(int from) {
    byte[] bytes = content.bytes();
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xFF) {
        int next = bytes[i + 1] & 0xFF;
        if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
          kept.write(bytes, from, i - from);
          return i;
        }
      }
    }
    content.need(bytes.length, 2);
    throw new AssertionError("a file ends");
  }

  private void check() {
    if (height == 0 || width == 0) {
      throw content.damaged("no size stands before its end");
    }
  }
}
