package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictTest {
  @TempDir private Path folder = Path.of("");

  /** A model for images of 5 by 6 pixels. */
  private Path model() throws IOException {
    return saved("--lr", "0.01", "--epochs", "10");
  }

  private Path saved(String... options) throws IOException {
    Digits.write(folder, 120);
    Path model = folder.resolve("model.safetensors");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "mnist", "--data", folder.toString(), "--device", "cpu"));
    arguments.addAll(List.of("--network", "30-16-6", "--batch", "16", "--save", model.toString()));
    arguments.addAll(List.of(options));
    CommandRun.of(arguments.toArray(String[]::new));
    return model;
  }

  private String four() throws IOException {
    var image = new BufferedImage(Digits.COLUMNS, Digits.ROWS, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < Digits.COLUMNS; x++) {
      image.getRaster().setSample(x, 4, 0, 220);
    }
    Path file = folder.resolve("four.png");
    ImageIO.write(image, "png", file.toFile());
    return file.toString();
  }

  private static CommandRun predict(Path model, String... images) {
    List<String> arguments = new ArrayList<>(List.of("predict", model.toString()));
    arguments.addAll(List.of(images));
    arguments.addAll(List.of("--device", "cpu"));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void anImageHasAClass() throws IOException {
    String file = four();
    CommandRun run = predict(model(), file);
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().startsWith(file + "  class 4  (0: 0."), run.out());
  }

  @Test
  void imagesBehindOneThatCannotBeReadAreAnswered() throws IOException {
    String file = four();
    CommandRun run = predict(model(), file, "missing.png", "mnist:17", "mnist:10000", file);
    assertEquals(2, run.lines().size(), run.out());
    assertEquals(run.lines().get(0), run.lines().get(1));
    assertEquals(
        List.of(
            "No such file: missing.png",
            "mnist:17 has 784 pixels, the model takes 5 x 6; images are not resized.",
            "mnist:10000: there is no such sample; the test set has mnist:0 to mnist:9999."),
        run.err().lines().toList());
    assertEquals(2, run.status());
  }

  @Test
  void notANumberIsNoClass() throws IOException {
    String file = four();
    CommandRun run = predict(saved("--lr", "1e30", "--epochs", "1"), file);
    assertTrue(
        run.out().startsWith(file + "  no class, since the model gives NaN  (0: NaN"), run.out());
    assertEquals(1, run.status());
  }

  /** A file that asks for much is refused by what it has, before anything is built. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1-2000000000-1 | 1-2000000000-1, which has 6000000001 numbers in 4 tensors",
        "1-1 | 1-1, which has 2 numbers in 2 tensors"
      })
  void aNetworkThatTheFileDoesNotHoldIsRefused(String network, String words) throws IOException {
    Path file = empty("\"network\":\"" + network + "\",\"activation\":\"relu\",");
    assertEquals(
        file
            + " says that it holds the network "
            + words
            + "; it holds 0 in 0. It is damaged, or not from train mnist --save."
            + System.lineSeparator(),
        predict(file, "mnist:0").err());
  }

  @Test
  void manyLayersAreNotListed() throws IOException {
    Path file = empty("\"network\":\"1" + "-1".repeat(100_000) + "\",\"activation\":\"relu\",");
    String err = predict(file, "mnist:0").err();
    assertTrue(err.contains("the network of 100000 layers, which has 200000 numbers"), err);
  }

  @Test
  void aFileThatDoesNotSayItsModelIsRefused() throws IOException {
    Path file = empty("");
    CommandRun run = predict(file, "mnist:0");
    assertEquals(
        file
            + " does not say what model it holds; train mnist --save writes files that do."
            + System.lineSeparator(),
        run.err());
    assertEquals(2, run.status());
  }

  /** Safetensors without a tensor. */
  private Path empty(String metadata) throws IOException {
    byte[] header =
        ("{\"__metadata__\":{"
                + metadata
                + "\"lossFunction\":\"mse\",\"imageRows\":\"1\",\"imageColumns\":\"1\"}}")
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("empty.safetensors"), bytes.putLong(header.length).put(header).array());
  }
}
