package dev.flambeau.cli.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureReader;
import dev.flambeau.images.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainImagesTest {
  @TempDir private Path folder = Path.of("");

  /** Pictures of one colour each, reddish or bluish, by class. */
  @BeforeEach
  void writePictures() throws IOException {
    for (int i = 0; i < 30; i++) {
      boolean isRed = i % 2 == 0;
      byte[] levels = new byte[20 * 24 * 3];
      for (int pixel = 0; pixel < 20 * 24; pixel++) {
        levels[3 * pixel + (isRed ? 0 : 2)] = (byte) (150 + 3 * i);
        levels[3 * pixel + 1] = (byte) (pixel % 90);
      }
      Path kind = folder.resolve("data").resolve(isRed ? "red" : "blue");
      Files.createDirectories(kind);
      PictureWriter.write(new Picture(levels, 20, 24, 3), kind.resolve(i + ".png"));
    }
  }

  private CommandRun train(String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "images"));
    arguments.add(folder.resolve("data").toString());
    arguments.addAll(List.of("--model", "resnet8", "--size", "16", "--batch", "8"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private CommandRun trained(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    CommandRun run = train(arguments.toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    return run;
  }

  @Test
  void theSameSeedGivesTheSameWeightsWithAnyThreads() {
    String[] usual = {"--device", "cpu", "--epochs", "1"};
    String weights = trained(usual).json("weightsSha256");
    assertTrue(weights.matches("\"[0-9a-f]{64}\""), weights);
    for (String other : List.of("--threads 2", "--workers 1", "--mode eager")) {
      List<String> arguments = new ArrayList<>(List.of(usual));
      arguments.addAll(Arrays.asList(other.split(" ")));
      assertEquals(weights, trained(arguments.toArray(String[]::new)).json("weightsSha256"), other);
    }
    assertNotEquals(
        weights, trained("--device", "cpu", "--epochs", "1", "--seed", "2").json("weightsSha256"));
  }

  @Test
  void whatIsTrainedIsSavedAskedAndGoneOnWith() throws IOException {
    Path model = folder.resolve("colours.safetensors");
    Path confusion = folder.resolve("confusion.png");
    CommandRun run =
        trained(
            "--device",
            "cpu",
            "--epochs",
            "6",
            "--lr",
            "0.01",
            "--save",
            model.toString(),
            "--save-confusion",
            confusion.toString());
    assertEquals("1", run.json("accuracy").replace("1.0", "1"), run.out());
    assertTrue(PictureReader.rgb().read(confusion).height() > 10);
    Path red = folder.resolve("data").resolve("red").resolve("4.png");
    CommandRun answer =
        CommandRun.of("predict", model.toString(), red.toString(), "--device", "cpu:reference");
    assertEquals(0, answer.status(), answer.err());
    assertTrue(answer.out().contains("4.png  red  (red: "), answer.out());
    CommandRun none =
        CommandRun.of("predict", model.toString(), folder.resolve("no.png").toString());
    assertEquals(2, none.status());
    assertTrue(none.err().contains("no.png"), none.err());

    CommandRun further = train("--device", "cpu", "--epochs", "1", "--from", model.toString());
    assertTrue(further.out().contains("tensors from"), further.out());
    Path third = folder.resolve("data").resolve("third");
    Files.createDirectories(third);
    Files.copy(red, third.resolve("a.png"));
    CommandRun other = train("--device", "cpu", "--epochs", "1", "--from", model.toString());
    assertTrue(other.out().contains(", 2 begin anew"), other.out());
  }

  @Test
  void whatCannotBeTrainedOnIsRefused() throws IOException {
    Path one = folder.resolve("one");
    Files.createDirectories(one.resolve("only"));
    Files.copy(
        folder.resolve("data").resolve("red").resolve("0.png"),
        one.resolve("only").resolve("0.png"));
    CommandRun run = CommandRun.of("train", "images", one.toString());
    assertEquals(2, run.status());
    assertTrue(run.err().contains("the class [only] alone"), run.err());
    assertTrue(train("--ground", "red").err().contains("--ground is six hexadecimal digits"));
    assertTrue(train("--validation", "0").err().contains("keeps 0 back"));
    assertTrue(train("--model", "alexnet").err().contains("resnet8, resnet20, resnet18"));
    assertEquals(2, CommandRun.of("train", "images", folder.resolve("none").toString()).status());
  }
}
