package dev.flambeau.cli.sine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SineAnswersTest {
  @Test
  void partsGiveTheBitsOfAllAtOnce() {
    try (Device device = Device.open("cpu");
        SineNetwork network = new SineNetwork(7);
        Scope scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      network.to(device, 3);
      SineAnswers answers = SineAnswers.of(network, device, 3, 12);
      assertArrayEquals(
          network.forward(answers.truth().input(device)).toFloats(), answers.predicted());
    }
  }
}
