package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    assertEquals("2", run.json("numericsVersion"));
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

  private CommandRun untested(String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "mnist", "--data", folder.toString(), "--device", "cpu"));
    arguments.addAll(List.of("--network", "30-16-6", "--epochs", "2", "--json"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void aDivergedRunSaysSoAndIsNoSuccess() {
    CommandRun run = untested("--lr", "1e30");
    assertTrue(
        run.err()
            .endsWith(
                "The training diverged: its loss is NaN. Take a lower --lr than 1.0E30."
                    + System.lineSeparator()),
        run.err());
    assertEquals("null", run.json("loss"));
    assertEquals(1, run.status());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeWrittenCostsNoResult() throws IOException {
    Path model = folder.resolve("model.safetensors");
    CommandRun run = untested("--save-plot", "/dev/full", "--save", model.toString());
    assertTrue(run.json("weightsSha256").matches("\"[0-9a-f]{64}\""), run.out());
    assertTrue(run.err().contains("--save-plot /dev/full is not written: "), run.err());
    assertEquals(2, run.status());
    assertTrue(Files.size(model) > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "t10k"})
  void dataWithoutImagesAreRefused(String set) throws IOException {
    Files.deleteIfExists(folder.resolve(set + "-images-idx3-ubyte.gz"));
    Files.deleteIfExists(folder.resolve(set + "-labels-idx1-ubyte.gz"));
    Digits.write(folder, set, 0);
    CommandRun run = untested();
    int train = set.equals("train") ? 0 : 120;
    assertEquals(
        "The data have %d images to train on and %d to test on; one of each is the least.%n"
            .formatted(train, 120 - train),
        run.err());
    assertEquals(2, run.status());
  }
}
