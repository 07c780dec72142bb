package dev.flambeau.benchmarks.command.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.benchmarks.command.network.Network;
import dev.flambeau.benchmarks.command.network.Step;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloorTest {
  private static final Peak ONE = new Peak(1, 1);

  /** By hand: 2·64·(2·784·h + 3·h·h + 3·h·10), and 2·3200·(2·1·64 + 3·64·64 + 3·64·1). */
  @ParameterizedTest
  @CsvSource({"MLP_16, 3371008", "MLP_512, 205389824", "RNN, 80691200"})
  void arithmeticIsThatOfAllProducts(Network network, double flops) {
    assertEquals(flops, Floor.of(network.task().layers(64), 0, ONE).arithmetic());
  }

  /** Weights and biases: 784·512 + 512 + 512·512 + 512 + 512·10 + 10, four bytes each. */
  @Test
  void anUpdateMovesSevenTensors() {
    try (Device device = Device.open("cpu:reference");
        Step step = new Step(Network.MLP_512.task(), device, 1, new StepOptions())) {
      assertEquals(669_706, step.parameters());
      Floor floor = Floor.of(Network.MLP_512.task().layers(1), step.parameters(), ONE);
      assertEquals(7.0 * 4 * 669_706, floor.update());
      assertEquals(floor.arithmetic() + floor.update(), floor.seconds());
    }
  }
}
