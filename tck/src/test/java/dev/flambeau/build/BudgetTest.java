package dev.flambeau.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.build.SourceTree.Source;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final List<Source> JAVA = SourceTree.ending(".java");
  private static final List<Source> KERNELS = SourceTree.ending(".cl");

  @Test
  void javaFilesAreShort() {
    assertEquals(List.of(), Budget.javaFiles(JAVA));
  }

  @Test
  void functionsAreShort() {
    assertEquals(List.of(), Budget.functions(JAVA));
  }

  @Test
  void kernelFilesAreShort() {
    assertEquals(List.of(), Budget.kernelFiles(KERNELS));
  }

  @Test
  void packagesAreSmall() {
    assertEquals(List.of(), Budget.packages(JAVA));
  }

  @Test
  void findsPackagesThatAreTooLarge() {
    List<Source> files =
        Stream.of(
                files("a/src/main/java/dev/flambeau/a/", 20), // as many as may be
                files("a/src/main/java/dev/flambeau/b/", 11),
                files("a/src/main/java-vector/dev/flambeau/b/c/", 20),
                files("a/src/main/java-vector/dev/flambeau/b/", 10),
                files("a/src/main/java/dev/flambeau/op/", 30), // a family
                files("a/src/test/java/dev/flambeau/a/", 30),
                Stream.of(new Source("a/src/main/java/dev/flambeau/a/package-info.java", "")))
            .flatMap(each -> each)
            .toList();
    assertEquals(List.of("dev.flambeau.b has 21 files, more than 20"), Budget.packages(files));
  }

  private static Stream<Source> files(String folder, int count) {
    return IntStream.range(0, count).mapToObj(i -> new Source(folder + "C" + i + ".java", ""));
  }

  @Test
  void findsWhatIsTooLong() {
    Source longFile = new Source("Long.java", "// a line\n".repeat(601));
    assertEquals(
        List.of("Long.java has 601 lines, more than 600", "1 of 1 files have more than 350 lines"),
        Budget.javaFiles(List.of(longFile)));

    String body = "    count++;\n".repeat(79);
    Source longFunction =
        new Source("Body.java", "class Body {\n  void grow() {\n" + body + "  }\n}\n");
    assertEquals(
        List.of(
            "Body.java:grow has 81 lines, more than 80",
            "1 of 1 functions have more than 25 lines"),
        Budget.functions(List.of(longFunction)));
  }
}
