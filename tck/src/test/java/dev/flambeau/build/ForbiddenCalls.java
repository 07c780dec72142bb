package dev.flambeau.build;

import dev.flambeau.build.SourceTree.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls that docs/numerics.md forbids, and those that follow the locale, found in the text of
 * the sources, comments apart.
 */
final class ForbiddenCalls {
  /** Functions that platforms round differently, and orders that are not fixed. */
  private static final Pattern JAVA =
      Pattern.compile(
          "\\b(?:Strict)?Math\\s*\\.\\s*(?:exp|expm1|log|log1p|log10|pow|sinh?|cosh?|tanh?|cbrt"
              + "|hypot|random)\\b"
              + "|\\bjava\\.util\\.Random\\b|\\bnew Random\\b|\\bThreadLocalRandom\\b"
              + "|\\bparallelStream\\b|\\.parallel\\(\\)|\\breduceLanes\\b");

  /**
   * What follows the default locale: under fa or ar-EG its digits are others, which no compiler, no
   * JSON and no key takes. Examples print for people.
   */
  private static final Pattern LOCALE =
      Pattern.compile(
          "\\.\\s*formatted\\s*\\(|\\bString\\s*\\.\\s*format\\s*\\(\\s*(?!\\s|Locale\\b)"
              + "|\\.\\s*printf\\s*\\(\\s*(?!\\s|Locale\\b)|\\.\\s*to(?:Lower|Upper)Case\\s*\\(\\s*\\)"
              + "|\\bMessageFormat\\b|\\bDecimalFormat\\b|\\bNumberFormat\\b|\\bnew Formatter\\b");

  /** Unfused or approximate arithmetic, atomics, and the drivers' own functions. */
  private static final Pattern OPENCL =
      Pattern.compile(
          "\\b(?:mad|mad24|mad_hi|mad_sat)\\s*\\(|\\b(?:native|half)_\\w+\\s*\\("
              + "|\\batomic\\w*|\\batom_\\w+|\\b(?:fmin|fmax|fast_\\w+)\\s*\\("
              + "|\\b(?:exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|powr|pown|tanh|sin|cos|tan"
              + "|erf|rsqrt)\\s*\\(|-cl-(?:fast|mad|unsafe|finite|no-signed|denorms)\\S*");

  /**
   * The built-in fma is named once, in the prelude, which puts our own in its place where needed.
   */
  private static final Pattern BUILT_IN_FMA = Pattern.compile("\\bfma\\s*\\(");

  /** Doubles are in one file, which is left out where they are dear or not to be had. */
  private static final Pattern DOUBLES = Pattern.compile("\\bdouble\\d*\\b");

  /** Files that may, and why. */
  static final Map<String, String> ALLOWED =
      Map.ofEntries(
          Map.entry(
              "api/src/main/java/dev/flambeau/nn/NormalNumbers.java",
              "a test compares StrictMath, rounded, with the contract for every number that comes"),
          Map.entry(
              "api/src/main/java/dev/flambeau/optim/NAdam.java",
              "StrictMath makes the numbers of a step, the same on every machine"),
          Map.entry(
              "api/src/main/java/dev/flambeau/optim/Schedule.java",
              "StrictMath makes learning rates, the same on every machine"),
          Map.entry(
              "backend-cpu/src/main/java/dev/flambeau/cpu/reference/FunctionReference.java",
              "FLOAT64 is for gradient checks and has no contract of bits"),
          Map.entry(
              "backend-cpu/src/main/java/dev/flambeau/cpu/reference/WideErf.java",
              "as FunctionReference"),
          Map.entry(
              "cli/src/main/java/dev/flambeau/cli/sine/Sequences.java",
              "StrictMath makes the data, the same on every machine"),
          Map.entry(
              "examples/src/main/java/dev/flambeau/examples/FineTuning.java",
              "StrictMath makes the data"),
          Map.entry(
              "examples/src/main/java/dev/flambeau/examples/Regression.java",
              "StrictMath makes the data"),
          Map.entry(
              "examples/src/main/java/dev/flambeau/examples/Sequence.java",
              "StrictMath makes the data"),
          Map.entry(
              "images/src/main/java/dev/flambeau/images/transform/RandomRotation.java",
              "StrictMath makes an angle's sine and cosine, the same on every machine"),
          Map.entry(
              "images/src/main/java/dev/flambeau/images/transform/Range.java",
              "StrictMath makes a shape, the same on every machine"));

  private ForbiddenCalls() {}

  static List<String> inJava(List<Source> sources) {
    List<String> found = new ArrayList<>();
    sources.stream()
        .filter(source -> source.path().contains("/src/main/"))
        .filter(source -> !ALLOWED.containsKey(source.path()))
        .forEach(source -> search(source, JAVA, found));
    return found;
  }

  static List<String> ofLocale(List<Source> sources) {
    List<String> found = new ArrayList<>();
    sources.stream()
        .filter(source -> source.path().contains("/src/main"))
        .filter(source -> !source.path().startsWith("examples/"))
        .forEach(source -> search(source, LOCALE, found));
    return found;
  }

  static List<String> inKernels(List<Source> sources) {
    List<String> found = new ArrayList<>();
    for (Source source : sources) {
      search(source, OPENCL, found);
      if (!source.path().endsWith("/numerics.cl")) {
        search(source, BUILT_IN_FMA, found);
      }
      if (!source.path().endsWith("/functions_doubles.cl")) {
        search(source, DOUBLES, found);
      }
    }
    return found;
  }

  private static void search(Source source, Pattern pattern, List<String> found) {
    String code = withoutComments(source.text());
    Matcher matcher = pattern.matcher(code);
    while (matcher.find()) {
      long line = code.substring(0, matcher.start()).lines().count();
      found.add(source.path() + ":" + Math.max(1, line) + ": " + matcher.group());
    }
  }

  /** Comments become blanks, so that lines keep their numbers. */
  private static String withoutComments(String text) {
    return Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL)
        .matcher(text)
        .replaceAll(match -> match.group().replaceAll("[^\n]", " "));
  }
}
