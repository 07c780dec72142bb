package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import dev.flambeau.io.Safetensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainMnistTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeData() throws IOException {
    Digits.write(folder, 120);
  }

  private CommandRun train(String... more) {
    return trainOn("cpu", more);
  }

  private CommandRun trainOn(String device, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "mnist", "--data", folder.toString(), "--device", device));
    arguments.addAll(List.of("--network", "30-16-6", "--batch", "16", "--json"));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    return run;
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    String weights = train("--epochs", "1").json("weightsSha256");
    assertTrue(weights.matches("\"[0-9a-f]{64}\""), weights);
    assertEquals(weights, train("--epochs", "1").json("weightsSha256"));
    assertEquals(weights, train("--epochs", "1", "--threads", "2").json("weightsSha256"));
    assertEquals(weights, trainOn("cpu:reference", "--epochs", "1").json("weightsSha256"));
    assertNotEquals(weights, train("--epochs", "1", "--seed", "2").json("weightsSha256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--epochs 10 --lr 0.01",
        "--epochs 20 --loss mse --lr 0.01",
        "--epochs 10 --lr 0.1 --optimizer sgd --momentum 0.9",
        "--epochs 20 --optimizer sgd --loss mse --activation tanh",
        "--epochs 30 --optimizer sgd --activation sigmoid --momentum 0.9 --lr 0.5"
      })
  void everyChoiceLearns(String options) {
    CommandRun run = train(options.split(" "));
    assertTrue(Double.parseDouble(run.json("accuracy")) > 0.95, run.out());
  }

  @Test
  void jsonIsOneLineAndAllElseOnStandardError() {
    CommandRun run = train("--epochs", "3", "--test-every", "2");
    assertEquals(1, run.lines().size(), run.out());
    List<String> err = run.err().lines().toList();
    assertTrue(err.get(0).matches("epoch 1 of 3  loss \\d\\.\\d{6}"), err.get(0));
    assertTrue(err.get(1).matches("epoch 2 of 3  loss .*  accuracy .* %"), err.get(1));
    assertTrue(err.get(2).matches("epoch 3 of 3  loss .*  accuracy .* %"), err.get(2));
    assertEquals("\"mnist\"", run.json("example"));
    assertEquals("\"cpu\"", run.json("device"));
    assertEquals("\"30-16-6\"", run.json("network"));
    assertEquals("\"cross-entropy\"", run.json("lossFunction"));
    assertEquals("\"adam\"", run.json("optimizer"));
    assertEquals("3", run.json("epochs"));
    assertEquals("\"strict\"", run.json("numerics"));
    assertEquals("1", run.json("numericsVersion"));
  }

  @Test
  void aNetworkThatDoesNotFitTheDataIsRefused() {
    CommandRun run =
        CommandRun.of("train", "mnist", "--data", folder.toString(), "--device", "cpu");
    assertEquals(
        "The network 784-512-512-10 does not fit the data, whose images have 30 pixels and whose"
            + " labels reach 5: it must begin with 30 and end with 6 or more. See --network."
            + System.lineSeparator(),
        run.err());
    assertEquals(2, run.status());
  }

  @Test
  void aSavedModelPredicts() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path plot = folder.resolve("plot.png");
    train(
        "--epochs",
        "10",
        "--lr",
        "0.01",
        "--save",
        model.toString(),
        "--save-plot",
        plot.toString());
    assertTrue(Files.size(plot) > 0);

    BufferedImage image =
        new BufferedImage(Digits.COLUMNS, Digits.ROWS, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < Digits.COLUMNS; x++) {
      image.getRaster().setSample(x, 4, 0, 220);
    }
    Path file = folder.resolve("four.png");
    ImageIO.write(image, "png", file.toFile());
    CommandRun run = CommandRun.of("predict", model.toString(), file.toString(), "--device", "cpu");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().startsWith(file + "  class 4  (0: 0."), run.out());

    run = CommandRun.of("predict", model.toString(), "mnist:17", "--device", "cpu");
    assertEquals(
        "mnist:17 has 784 pixels, the model takes 5 x 6; images are not resized."
            + System.lineSeparator(),
        run.err());
    run = CommandRun.of("predict", model.toString(), "mnist:10000", "--device", "cpu");
    assertEquals(
        "mnist:10000: there is no such sample; the test set has mnist:0 to mnist:9999."
            + System.lineSeparator(),
        run.err());
    assertEquals(2, run.status());
  }

  @Test
  void aFileThatDoesNotSayItsModelIsRefused() throws IOException {
    Path file = folder.resolve("other.safetensors");
    new Safetensors(Map.of()).write(file);
    CommandRun run = CommandRun.of("predict", file.toString(), "mnist:0", "--device", "cpu");
    assertEquals(
        file
            + " does not say what model it holds; train mnist --save writes files that do."
            + System.lineSeparator(),
        run.err());
    assertEquals(2, run.status());
  }
}
