package dev.flambeau.images;

import dev.flambeau.train.ConfusionMatrix;

/**
 * A confusion matrix as a picture: a row a class that is right, a column a class that was answered,
 * numbered from 0, and in each cell how many in a hundred of the row. The more, the darker: blue
 * where it is right, red where it is not.
 */
public final class ConfusionPicture {
  private static final int CELL = 30;
  private static final int SCALE = 2;
  private static final int WHITE = 0xFFFFFF;
  private static final int BLACK = 0x000000;
  private static final int LINE = 0xC0C0C0;

  /** The digits' dots: five rows of three bits each. */
  private static final int[] DIGITS = {
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
  };

  private final int side;
  private final byte[] bytes;

  private ConfusionPicture(int cells) {
    side = CELL * cells + 1;
    bytes = new byte[side * side * 3];
  }

  /**
   * The picture of a matrix.
   *
   * @throws PictureException if it has more than 250 classes
   */
  public static Picture of(ConfusionMatrix matrix) {
    int classes = matrix.classes().size();
    if (classes > 250) {
      throw new PictureException(
          "A confusion matrix of " + classes + " classes is no picture; 250 are the most.");
    }
    ConfusionPicture picture = new ConfusionPicture(classes + 1);
    picture.fill(0, 0, picture.side, picture.side, WHITE);
    for (int i = 0; i < classes; i++) {
      picture.write(i + 1, 0, i, BLACK);
      picture.write(0, i + 1, i, BLACK);
      for (int answered = 0; answered < classes; answered++) {
        picture.cell(matrix, i, answered);
      }
    }
    return new Picture(picture.bytes, picture.side, picture.side, 3);
  }

  private void cell(ConfusionMatrix matrix, int label, int answered) {
    long all = Math.max(1, matrix.examples(label));
    long count = matrix.count(label, answered);
    int light = 255 - (int) (200 * count / all);
    int colour =
        label == answered ? light << 16 | light << 8 | 255 : 255 << 16 | light << 8 | light;
    int row = (label + 1) * CELL;
    int column = (answered + 1) * CELL;
    fill(row, column, CELL + 1, CELL + 1, LINE);
    fill(row + 1, column + 1, CELL - 1, CELL - 1, colour);
    if (count > 0) {
      int hundredths = (int) ((200 * count + all) / (2 * all));
      write(label + 1, answered + 1, hundredths, light < 128 ? WHITE : BLACK);
    }
  }

  private void fill(int row, int column, int height, int width, int colour) {
    for (int i = 0; i < height * width * 3; i++) {
      int at = ((row + i / 3 / width) * side + column + i / 3 % width) * 3 + i % 3;
      bytes[at] = (byte) (colour >> 16 - 8 * (i % 3));
    }
  }

  /** A number in the middle of a cell. */
  private void write(int row, int column, int number, int colour) {
    String digits = Integer.toString(number);
    int width = (4 * digits.length() - 1) * SCALE;
    int left = column * CELL + (CELL - width) / 2;
    int top = row * CELL + (CELL - 5 * SCALE) / 2;
    for (int i = 0; i < digits.length(); i++) {
      int dots = DIGITS[digits.charAt(i) - '0'];
      for (int dot = 0; dot < 15; dot++) {
        if ((dots >> 14 - dot & 1) == 1) {
          int x = left + (4 * i + dot % 3) * SCALE;
          fill(top + dot / 3 * SCALE, x, SCALE, SCALE, colour);
        }
      }
    }
  }
}
