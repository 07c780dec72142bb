package dev.flambeau.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel sources in the order in which they are compiled: the preludes, then the families. */
public enum KernelFile {
  NUMERICS,
  FUNCTIONS_SLOW,
  PAIRS,
  FUNCTIONS_TABLES,
  FUNCTIONS_PAIRS,
  FUNCTIONS_DOUBLES,
  FUNCTIONS,
  ELEMENTWISE,
  INDEXING,
  UNARY,
  BINARY,
  COMPARE,
  TERNARY,
  CONTRACTION,
  GROUP_TILES,
  MATMUL_GROUPS,
  CONVOLUTION_GROUPS,
  REDUCTION,
  MOVEMENT,
  POOLING,
  INDEX,
  CONVERSION,
  FILL,
  DRAW,
  RECURRENT,
  PROBE;

  /** The template for work-groups: a program of some of these for each of its tiles. */
  public static final Set<KernelFile> OF_GROUPS =
      Set.of(GROUP_TILES, MATMUL_GROUPS, CONVOLUTION_GROUPS);

  /** How a file's header introduces the names of its kernels, which a full stop ends. */
  private static final Pattern ENTRY_POINTS = Pattern.compile("// Entry points: ([^.]*)\\.");

  private static final Pattern NAME = Pattern.compile("\\w+");

  /** The file's name. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".cl";
  }

  /** The names of its entry points, as its header has them: none in a prelude. */
  public List<String> kernels() {
    Matcher header = ENTRY_POINTS.matcher(text());
    if (!header.find()) {
      throw new IllegalStateException(fileName() + " names no entry points in its header");
    }
    return NAME.matcher(header.group(1))
        .results()
        .map(MatchResult::group)
        .filter(name -> !name.equals("none"))
        .toList();
  }

  /** Its text, read once. */
  public String text() {
    return Texts.READ.computeIfAbsent(this, KernelFile::read);
  }

  private static final class Texts {
    static final Map<KernelFile, String> READ = new ConcurrentHashMap<>();
  }

  private String read() {
    try (InputStream stream = KernelFile.class.getResourceAsStream(fileName())) {
      if (stream == null) {
        throw new IllegalStateException(fileName() + " is missing from the kernels' jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
