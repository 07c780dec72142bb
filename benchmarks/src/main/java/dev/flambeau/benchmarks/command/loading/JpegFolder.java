package dev.flambeau.benchmarks.command.loading;

import dev.flambeau.op.Philox;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A folder of JPEGs in two classes, made for the time of a measurement. */
final class JpegFolder implements AutoCloseable {
  private final Path root;

  /** JPEGs of gradients and noise, which take 20 to 30 KB each as photographs do. */
  JpegFolder(int pictures, int side) throws IOException {
    root = Files.createTempDirectory("flambeau-bench");
    for (int i = 0; i < pictures; i++) {
      Path folder = Files.createDirectories(root.resolve("class" + i % 2));
      ImageIO.write(image(i, side), "jpeg", folder.resolve(i + ".jpg").toFile());
    }
  }

  private static BufferedImage image(int number, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    float[] noise = new float[side * side];
    new Philox(1, Philox.TRAINING_DATA, 0, number).fill(noise, 20);
    for (int i = 0; i < noise.length; i++) {
      int red = level(i % side * 255f / side + noise[i]);
      int green = level(i / side * 255f / side + noise[i]);
      image.setRGB(i % side, i / side, red << 16 | green << 8 | level(128 + noise[i]));
    }
    return image;
  }

  private static int level(float value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  Path root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
