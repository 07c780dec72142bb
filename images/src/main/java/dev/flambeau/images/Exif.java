package dev.flambeau.images;

/**
 * The orientation in a JPEG's EXIF segment: "Exif", two zeros, and a TIFF file, in whose first
 * directory it is the tag 0x0112. What does not follow the format tells nothing, and the picture
 * stands upright: the pixels do not depend on it.
 *
 * @see "CIPA DC-008: Exchangeable image file format for digital still cameras, Exif 2.32, 2019"
 */
final class Exif {
  static final String SIGNATURE = "Exif\0\0";

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private final Content segment;
  private final boolean little;

  private Exif(Content segment) {
    this.segment = segment;
    this.little = segment.has(SIGNATURE.length(), "II");
  }

  /** The orientation that a segment tells, from its signature on. */
  static Orientation orientation(byte[] segment) {
    try {
      return new Exif(new Content(segment, "")).find();
    } catch (PictureException e) {
      return Orientation.UPRIGHT; // It ends early.
    }
  }

  private Orientation find() {
    int tiff = SIGNATURE.length();
    if (!little && !segment.has(tiff, "MM")) {
      return Orientation.UPRIGHT;
    }
    long directory = tiff + number(tiff + 4);
    int entries = half(directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) ENTRY_BYTES * i;
      if (half(entry) == TAG && half(entry + 2) == SHORT) {
        return Orientation.of(half(entry + 8));
      }
    }
    return Orientation.UPRIGHT;
  }

  private int half(long place) {
    return little ? segment.littleShort(place) : segment.bigShort(place);
  }

  private long number(long place) {
    return little ? segment.littleInt(place) : segment.bigInt(place);
  }
}
