package dev.flambeau.images;

/**
 * How a stored picture is turned and mirrored before it is shown: one of the eight values of EXIF's
 * tag of this name. The pixel shown at (row, column) is the stored one at (row, column), exchanged
 * if {@code swaps}, each counted from the other end if it is mirrored.
 *
 * @param swaps rows are shown as columns
 * @param mirrorsRows the stored last row counts as the first
 * @param mirrorsColumns the stored last column counts as the first
 */
record Orientation(boolean swaps, boolean mirrorsRows, boolean mirrorsColumns) {
  /** As it is stored. */
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** By the number of the tag; upright for one that it does not define. */
  static Orientation of(int number) {
    return switch (number) {
      case 2 -> new Orientation(false, false, true);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, true, false);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  PictureSize turn(PictureSize stored) {
    return swaps ? new PictureSize(stored.width(), stored.height()) : stored;
  }

  Picture turn(Picture stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    PictureSize shown = turn(new PictureSize(stored.height(), stored.width()));
    int channels = stored.channels();
    byte[] bytes = new byte[stored.bytes().length];
    for (int row = 0; row < shown.height(); row++) {
      for (int column = 0; column < shown.width(); column++) {
        int from = place(stored, swaps ? column : row, swaps ? row : column);
        int to = (row * shown.width() + column) * channels;
        System.arraycopy(stored.bytes(), from, bytes, to, channels);
      }
    }
    return new Picture(bytes, shown.height(), shown.width(), channels);
  }

  private int place(Picture stored, int row, int column) {
    int storedRow = mirrorsRows ? stored.height() - 1 - row : row;
    int storedColumn = mirrorsColumns ? stored.width() - 1 - column : column;
    return (storedRow * stored.width() + storedColumn) * stored.channels();
  }
}
