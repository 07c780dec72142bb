package dev.flambeau.images;

/**
 * A file's bytes, read as numbers at given places.
 *
 * @param name of the file, for messages
 */
record Content(byte[] bytes, String name) {

  int size() {
    return bytes.length;
  }

  /** An unsigned byte. */
  int byteAt(long place) {
    need(place, 1);
    return bytes[(int) place] & 0xFF;
  }

  /** Two bytes, the high one first. */
  int bigShort(long place) {
    return byteAt(place) << 8 | byteAt(place + 1);
  }

  /** Two bytes, the low one first. */
  int littleShort(long place) {
    return byteAt(place) | byteAt(place + 1) << 8;
  }

  /** Four bytes, the highest one first. */
  long bigInt(long place) {
    return (long) bigShort(place) << 16 | bigShort(place + 2);
  }

  /** Four bytes, the lowest one first. */
  long littleInt(long place) {
    return littleShort(place) | (long) littleShort(place + 2) << 16;
  }

  /** Whether these characters stand there. */
  boolean has(long place, String characters) {
    if (place + characters.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < characters.length(); i++) {
      if (byteAt(place + i) != characters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws PictureException if the file ends before
   */
  void need(long place, long count) {
    if (place + count > bytes.length) {
      throw new PictureException(
          name + " is cut off: it ends after " + bytes.length + " bytes, within the picture.");
    }
  }

  PictureException damaged(String why) {
    return new PictureException(name + " is damaged: " + why + ".");
  }

  PictureException refused(String what, String wayOut) {
    return new PictureException(name + " is " + what + ", which is not read. " + wayOut);
  }
}
