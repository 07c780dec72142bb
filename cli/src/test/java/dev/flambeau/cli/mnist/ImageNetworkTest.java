package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import dev.flambeau.op.Philox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNetworkTest {
  private static final int SIDE = 28;
  private static final int COUNT = 60;

  @TempDir private Path folder = Path.of("");

  /** Images whose bright third tells the class. */
  private void write(String set, int part) throws IOException {
    Philox random = new Philox(1, Philox.TEST_DATA, part, 0);
    ByteBuffer images = ByteBuffer.allocate(16 + COUNT * SIDE * SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + COUNT);
    images.putInt(0x803).putInt(COUNT).putInt(SIDE).putInt(SIDE);
    labels.putInt(0x801).putInt(COUNT);
    for (int n = 0; n < COUNT; n++) {
      labels.put((byte) (n % 3));
      for (int i = 0; i < SIDE * SIDE; i++) {
        int noise = random.word((long) n * SIDE * SIDE + i) & 0x3F;
        images.put((byte) (i / SIDE / 10 == n % 3 ? 190 + noise : noise));
      }
    }
    Files.write(folder.resolve(set + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(set + "-labels-idx1-ubyte"), labels.array());
  }

  private CommandRun train(String network, String device, Path model) throws IOException {
    write("train", 0);
    write("t10k", 1);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "mnist", "--data", folder.toString(), "--device", device));
    arguments.addAll(List.of("--network", network, "--batch", "10", "--epochs", "8", "--json"));
    arguments.addAll(List.of("--lr", "0.003", "--save", model.toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    return run;
  }

  @ParameterizedTest
  @CsvSource({"lenet, cpu", "cnn, cpu"})
  void isTrainedSavedAndAsked(String network, String device) throws IOException {
    Path model = folder.resolve("model.safetensors");
    CommandRun run = train(network, device, model);
    assertEquals("\"" + network + "\"", run.json("network"));
    assertTrue(Double.parseDouble(run.json("accuracy")) > 0.9, run.out());
    CommandRun answer = CommandRun.of("predict", model.toString(), "mnist:17", "--device", device);
    assertEquals(0, answer.status(), answer.err());
    assertTrue(answer.out().startsWith("mnist:17  class "), answer.out());
    assertTrue(answer.out().contains(", 9: "), answer.out());
  }

  @Test
  void theReferenceTrainsTheSameWeights() throws IOException {
    Path model = folder.resolve("model.safetensors");
    String weights = train("lenet", "cpu", model).json("weightsSha256");
    assertEquals(weights, train("lenet", "cpu:reference", model).json("weightsSha256"));
  }

  @Test
  void otherImagesAreRefused() throws IOException {
    Digits.write(folder, 12);
    CommandRun run =
        CommandRun.of(
            "train", "mnist", "--data", folder.toString(), "--device", "cpu", "--network", "cnn");
    assertEquals(
        "The network cnn does not fit the data, whose images have 5 x 6 pixels and whose labels"
            + " reach 5: it takes 28 x 28, and labels to 9. See --network."
            + System.lineSeparator(),
        run.err());
    assertEquals(2, run.status());
  }

  @Test
  void takesNoActivation() {
    CommandRun run = CommandRun.of("train", "mnist", "--network", "lenet", "--activation", "tanh");
    assertTrue(
        run.err().contains("--activation is that of linear layers of given sizes; lenet has relu"),
        run.err());
    assertEquals(2, run.status());
  }
}
