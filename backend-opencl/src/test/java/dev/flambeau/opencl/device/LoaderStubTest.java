package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderStubTest {
  @ParameterizedTest
  @CsvSource({"amd64, 62", "x86_64, 62", "aarch64, 183"})
  void isASharedObjectOfItsMachine(String architecture, short machine) {
    ByteBuffer elf = image(architecture);
    assertEquals(0x464c457f, elf.getInt(0), "magic");
    assertEquals(3, elf.getShort(16), "type");
    assertEquals(machine, elf.getShort(18), "machine");
    for (int segment = 0; segment < 3; segment++) {
      int at = 64 + 56 * segment;
      assertTrue(elf.getLong(at + 8) + elf.getLong(at + 32) <= elf.capacity(), "segment in file");
      assertEquals(0, elf.getInt(at + 4) & 1, "segment " + segment + " is executable");
    }
  }

  @Test
  void thereIsNoneForOtherMachines() {
    assertTrue(LoaderStub.image("riscv64").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"amd64", "aarch64"})
  void readsAsOneNameThatNeedsTheOther(String architecture, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("stub.so");
    Files.write(file, image(architecture).array());
    String read = readelf(file);
    assertTrue(read.contains("Shared library: [libOpenCL.so.1]"), read);
    assertTrue(read.contains("Library soname: [libOpenCL.so]"), read);
    assertTrue(!read.toLowerCase(Locale.ROOT).contains("warning"), read);
  }

  private static ByteBuffer image(String architecture) {
    byte[] bytes = LoaderStub.image(architecture).orElseThrow();
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String readelf(Path file) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder("readelf", "--dynamic", "--segments", file.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      return output;
    } catch (IOException e) {
      assumeTrue(false, "no readelf: " + e.getMessage());
      throw e;
    }
  }
}
