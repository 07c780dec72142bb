package dev.flambeau.tck.cases;

import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shapes written as the contract writes them: {@code (M, K) × (K, N)}; capitals are to be tried.
 */
public final class Shapes {
  private static final Pattern SHAPE = Pattern.compile("\\(([^)]*)\\)");
  private static final Pattern LETTER = Pattern.compile("[A-Z]");

  /** Around the widths of vectors and tiles, primes between them, empty and one. */
  public static final int[] EDGES = {
    0, 1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 63, 64, 65, 97, 127, 128, 129, 255, 256, 257
  };

  /** Around the leaf of a contraction and the block of a reduction. */
  public static final int[] BLOCKS = {511, 1023, 1024, 1025, 1056, 2047, 2048, 2049};

  /** Every kind of broadcast of two: a number, a row, a column, leading axes, both sides, empty. */
  public static final String[] BROADCASTS = {
    "(3, 4) × ()",
    "() × (3, 4)",
    "() × ()",
    "(3, 4) × (4)",
    "(4) × (3, 4)",
    "(33, 65) × (65)",
    "(65) × (33, 65)",
    "(3, 4) × (3, 1)",
    "(3, 1) × (3, 4)",
    "(33, 65) × (33, 1)",
    "(33, 1) × (33, 65)",
    "(2, 3, 4) × (3, 4)",
    "(3, 4) × (2, 3, 4)",
    "(2, 3, 4) × (1, 1, 1)",
    "(3, 1) × (1, 4)",
    "(17, 1) × (31)",
    "(2, 1, 4) × (3, 1)",
    "(5, 1, 3, 1) × (4, 1, 7)",
    "(2, 3, 4) × (2, 1, 4)",
    "(2, 3, 4) × (2, 3, 1)",
    "(1, 2, 1, 3, 1, 2) × (2, 2, 3, 1, 2, 1)",
    "(0, 3) × (3)",
    "(0) × (1)",
    "(1) × (0)",
    "(2, 1, 0) × (3, 1)",
    "(0) × ()",
  };

  /** Large enough to be shared out among three threads, with a number, a row, a column. */
  public static final String[] SHARED = {
    "() × (257, 257)", "(257, 257) × (257)", "(257, 1) × (257, 257)"
  };

  /** More axes than the eight that a kernel may walk, none of which can be made one. */
  public static final String[] DEEP = {
    "(2, 1, 2, 1, 2, 1, 2, 1) × (1, 3, 1, 3, 1, 3, 1, 3)",
    "(2, 1, 2, 1, 2, 1, 2, 1, 2) × (1, 3, 1, 3, 1, 3, 1, 3, 1)"
  };

  private Shapes() {}

  /**
   * The shapes of each case that a text stands for.
   *
   * <p>With n sizes there are n² cases at most, in which each size of a letter meets each size of
   * the next letter, and of every other letter if n is prime.
   */
  public static Set<List<Shape>> all(String text, int... sizes) {
    List<String> letters =
        LETTER.matcher(text).results().map(found -> found.group()).distinct().toList();
    Set<List<Shape>> shapes = new LinkedHashSet<>();
    if (letters.isEmpty()) {
      shapes.add(parse(text));
    }
    for (int first = 0; first < sizes.length; first++) {
      for (int step = 0; step < sizes.length; step++) {
        String numbers = text;
        for (int i = 0; i < letters.size(); i++) {
          int size = sizes[(first + i * step) % sizes.length];
          numbers = numbers.replace(letters.get(i), Integer.toString(size));
        }
        shapes.add(parse(numbers));
      }
    }
    return shapes;
  }

  private static List<Shape> parse(String text) {
    List<Shape> shapes = new ArrayList<>();
    Matcher matcher = SHAPE.matcher(text);
    while (matcher.find()) {
      String sizes = matcher.group(1);
      shapes.add(
          sizes.isBlank()
              ? Shape.SCALAR
              : Shape.of(
                  Pattern.compile(",")
                      .splitAsStream(sizes)
                      .mapToInt(size -> Integer.parseInt(size.trim()))
                      .toArray()));
    }
    return shapes;
  }
}
