package dev.flambeau.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.build.SourceTree.Source;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForbiddenCallsTest {
  private static final List<Source> JAVA = SourceTree.ending(".java");
  private static final List<Source> KERNELS = SourceTree.ending(".cl");

  @Test
  void javaCallsNothingForbidden() {
    assertEquals(List.of(), ForbiddenCalls.inJava(JAVA));
  }

  @Test
  void javaFormatsNothingByTheDefaultLocale() {
    assertEquals(List.of(), ForbiddenCalls.ofLocale(JAVA));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"%d\".formatted(1)', 1",
    "'String.format(\"%d\", 1)', 1",
    "'String.format( form, 1)', 1",
    "'String.format(Locale.ROOT, \"%d\", 1)', 0",
    "'String.format(\n    Locale.ROOT, \"%d\", 1)', 0",
    "'out.printf(\"%d\", 1)', 1",
    "'out.printf(Locale.ROOT, \"%d\", 1)', 0",
    "'name.toLowerCase()', 1",
    "'name.toUpperCase(Locale.ROOT)', 0",
    "'new DecimalFormat(\"0.00\")', 1"
  })
  void findsWhatFollowsTheLocale(String code, int times) {
    Source source = new Source("a/src/main/java/A.java", code);
    assertEquals(times, ForbiddenCalls.ofLocale(List.of(source)).size());
  }

  @Test
  void kernelsCallNothingForbidden() {
    assertEquals(List.of(), ForbiddenCalls.inKernels(KERNELS));
  }

  @Test
  void exceptionsAreStillThere() {
    Set<String> paths = JAVA.stream().map(Source::path).collect(Collectors.toSet());
    assertTrue(paths.containsAll(ForbiddenCalls.ALLOWED.keySet()));
  }

  @Test
  void findsWhatIsForbidden() {
    Source java =
        new Source(
            "a/src/main/java/A.java",
            "// Math.exp is fine here\nclass A { double a = Math.exp(1) + new Random().nextInt(); }");
    assertEquals(
        List.of("a/src/main/java/A.java:2: Math.exp", "a/src/main/java/A.java:2: new Random"),
        ForbiddenCalls.inJava(List.of(java)));

    Source kernel =
        new Source("k/a.cl", "/* mad() */\nfloat f(float x) { return mad(x, x, tanh(x)); }\n");
    assertEquals(
        List.of("k/a.cl:2: mad(", "k/a.cl:2: tanh("), ForbiddenCalls.inKernels(List.of(kernel)));
    Source fused = new Source("k/b.cl", "float f(float x) { return fma(x, x, x); }\n");
    assertEquals(List.of("k/b.cl:1: fma("), ForbiddenCalls.inKernels(List.of(fused)));
    Source wide = new Source("k/c.cl", "double f(double2 x) { return x.s0; }\n");
    assertEquals(
        List.of("k/c.cl:1: double", "k/c.cl:1: double2"), ForbiddenCalls.inKernels(List.of(wide)));
    Source prelude = new Source("k/numerics.cl", "#define FMA(a, b, c) fma(a, b, c)\n");
    assertEquals(List.of(), ForbiddenCalls.inKernels(List.of(prelude)));
  }
}
