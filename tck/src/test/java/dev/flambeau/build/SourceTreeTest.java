package dev.flambeau.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.build.SourceTree.Source;
import dev.flambeau.kernels.KernelFile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Proves that the checks of the build see the sources that there are. */
class SourceTreeTest {
  @Test
  void seesJavaInEveryModule() {
    List<String> paths = SourceTree.ending(".java").stream().map(Source::path).toList();
    List<String> unseen =
        SourceTree.modules().stream()
            .filter(module -> paths.stream().noneMatch(path -> path.startsWith(module + "/src/")))
            .toList();
    assertEquals(List.of("bom"), unseen, "modules without Java sources");
  }

  @Test
  void seesEveryKernelFile() {
    String folder = "kernels/src/main/resources/dev/flambeau/kernels/";
    assertEquals(
        Arrays.stream(KernelFile.values())
            .map(file -> folder + file.name().toLowerCase(Locale.ROOT) + ".cl")
            .sorted()
            .collect(Collectors.joining("\n")),
        SourceTree.ending(".cl").stream()
            .map(Source::path)
            .sorted(Comparator.naturalOrder())
            .collect(Collectors.joining("\n")));
  }
}
