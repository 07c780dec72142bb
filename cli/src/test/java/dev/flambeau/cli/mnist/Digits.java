package dev.flambeau.cli.mnist;

import dev.flambeau.op.Philox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small data of MNIST's form: a bright row tells the class. */
final class Digits {
  static final int ROWS = 6;
  static final int COLUMNS = 5;

  private Digits() {}

  /** Writes the four files; training's gzipped, the test's plain. */
  static void write(Path folder, int count) throws IOException {
    write(folder, "train", count, 0);
    write(folder, "t10k", count, 1);
  }

  /** Writes the two plain files of one set. */
  static void write(Path folder, String set, int count) throws IOException {
    write(folder, set, count, 1);
  }

  private static void write(Path folder, String set, int count, int part) throws IOException {
    Philox random = new Philox(1, Philox.TEST_DATA, part, 0);
    ByteBuffer images = ByteBuffer.allocate(16 + count * ROWS * COLUMNS);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    images.putInt(0x803).putInt(count).putInt(ROWS).putInt(COLUMNS);
    labels.putInt(0x801).putInt(count);
    for (int n = 0; n < count; n++) {
      labels.put((byte) (n % ROWS));
      for (int i = 0; i < ROWS * COLUMNS; i++) {
        int noise = random.word((long) n * ROWS * COLUMNS + i) & 0x3F;
        images.put((byte) (i / COLUMNS == n % ROWS ? 190 + noise : noise));
      }
    }
    save(folder.resolve(set + "-images-idx3-ubyte"), images.array(), part == 0);
    save(folder.resolve(set + "-labels-idx1-ubyte"), labels.array(), part == 0);
  }

  private static void save(Path file, byte[] bytes, boolean zip) throws IOException {
    if (!zip) {
      Files.write(file, bytes);
      return;
    }
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
      stream.write(bytes);
    }
  }
}
