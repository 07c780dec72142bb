package dev.flambeau.cli.sine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import dev.flambeau.op.Philox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainSineTest {
  @TempDir private Path folder = Path.of("");

  private static CommandRun train(String options) {
    CommandRun run =
        CommandRun.of(("train sine --json --hidden 8 --batch 16 " + options).split(" "));
    assertEquals(0, run.status(), run.err());
    return run;
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    String weights = train("--steps 5 --device cpu").json("weightsSha256");
    assertEquals(weights, train("--steps 5 --device cpu --threads 2").json("weightsSha256"));
    assertEquals(weights, train("--steps 5 --device cpu:reference").json("weightsSha256"));
    assertNotEquals(weights, train("--steps 5 --device cpu --seed 2").json("weightsSha256"));
  }

  @Test
  void aSmallNetworkLearnsAndIsDrawn() throws Exception {
    Path plot = folder.resolve("sine.png");
    CommandRun run = train("--steps 300 --lr 0.02 --device cpu --save-plot " + plot);
    assertTrue(Double.parseDouble(run.json("mse")) < 0.1, run.out());
    assertEquals("\"1-8-1\"", run.json("network"));
    assertEquals("300", run.json("steps"));
    assertEquals(1, run.lines().size(), run.out());
    assertTrue(Files.size(plot) > 0);
  }

  @Test
  void sequencesAreSineAndCosine() {
    Sequences sequences = Sequences.draw(new Philox(1, Philox.TEST_DATA, 0, 0), 20, 3);
    for (int i = 0; i < 60; i++) {
      double sine = sequences.sine()[i];
      double cosine = sequences.cosine()[i];
      assertEquals(1, sine * sine + cosine * cosine, 1e-6);
    }
    for (int n = 0; n < 3; n++) {
      double first = Math.atan2(sequences.sine()[n], sequences.cosine()[n]);
      double second = Math.atan2(sequences.sine()[3 + n], sequences.cosine()[3 + n]);
      double frequency = (second - first + 2 * Math.PI) % (2 * Math.PI);
      assertTrue(frequency >= 0.1 && frequency < 0.3, "frequency " + frequency);
    }
  }
}
