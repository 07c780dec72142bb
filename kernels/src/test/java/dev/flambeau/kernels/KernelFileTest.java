package dev.flambeau.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelFileTest {
  @ParameterizedTest
  @EnumSource
  void everyFileOpensWithItsHeader(KernelFile file) {
    String text = file.text();
    assertTrue(text.startsWith("// "), file.fileName());
    assertTrue(text.contains("numerics.md: \""), file.fileName() + " names no section");
    assertTrue(text.contains("// Entry points: "), file.fileName() + " names no entry points");
  }

  @ParameterizedTest
  @EnumSource
  void aPreludeHasNoKernels(KernelFile file) {
    boolean hasKernels = file.text().contains("__kernel");
    assertEquals(hasKernels, !file.kernels().isEmpty(), file.fileName());
  }

  @Test
  void namesAreUniqueAndBeginWithTheirFamilys() {
    Set<String> seen = new HashSet<>();
    for (KernelFile file : KernelFile.values()) {
      for (String kernel : file.kernels()) {
        assertTrue(seen.add(kernel), kernel);
        String family = file == KernelFile.CONTRACTION ? "matmul" : file.fileName().split("\\.")[0];
        assertTrue(kernel.startsWith(family + "_"), kernel);
      }
    }
    assertTrue(seen.size() > 50, "only " + seen.size() + " kernels");
  }

  @Test
  void everyFileIsInTheTable() throws IOException, URISyntaxException {
    Path folder = Path.of(KernelFile.class.getResource("numerics.cl").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      List<String> found =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".cl"))
              .sorted()
              .toList();
      assertEquals(
          Arrays.stream(KernelFile.values())
              .map(KernelFile::fileName)
              .sorted()
              .collect(Collectors.toList()),
          found);
    }
  }
}
