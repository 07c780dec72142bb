package dev.flambeau.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  private static final int COUNT = 200;
  private static final int PIXELS = 28 * 28;

  @TempDir private Path folder = Path.of("");

  /** Pictures of no digits, of MNIST's size, so that a test takes no time. */
  private void write(String set) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + COUNT * PIXELS);
    ByteBuffer labels = ByteBuffer.allocate(8 + COUNT);
    images.putInt(0x803).putInt(COUNT).putInt(28).putInt(28);
    labels.putInt(0x801).putInt(COUNT);
    for (int n = 0; n < COUNT; n++) {
      labels.put((byte) (n % 10));
      for (int i = 0; i < PIXELS; i++) {
        images.put((byte) (i % 10 == n % 10 ? 255 - n : i % 64));
      }
    }
    Files.write(folder.resolve(set + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(set + "-labels-idx1-ubyte"), labels.array());
  }

  private String run() throws IOException {
    PrintStream out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed));
    try {
      Mnist.main(folder.toString());
    } finally {
      System.setOut(out);
    }
    return printed.toString().strip();
  }

  @Test
  void printsOneHashHoweverOftenItRuns() throws IOException {
    write("train");
    write("t10k");
    String hash = run();
    assertTrue(hash.matches("[0-9a-f]{64}"), hash);
    assertEquals(hash, run());
  }
}
