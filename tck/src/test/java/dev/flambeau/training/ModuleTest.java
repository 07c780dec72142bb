package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Loss;
import dev.flambeau.nn.MSELoss;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private final Device device = Device.named("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  /** A layer as a user writes one. */
  private static final class Residual extends Module {
    private final Linear inner = new Linear(3, 3);
    private final Parameter gain = new Parameter(0.5f, 3);
    private final List<Module> more = List.of(new Linear(3, 3), new ReLU());

    @Override
    public Tensor forward(Tensor x) {
      Tensor y = x.add(inner.forward(x).mul(gain.tensor()));
      for (Module module : more) {
        y = module.forward(y);
      }
      return y;
    }
  }

  @Test
  void parametersAreFoundInTheOrderOfTheFields() {
    assertEquals(
        List.of("inner.weight", "inner.bias", "gain", "more.0.weight", "more.0.bias"),
        List.copyOf(new Residual().namedParameters().keySet()));
    assertEquals(
        List.of("0.weight", "0.bias", "2.weight", "2.bias"),
        List.copyOf(
            new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 2))
                .namedParameters()
                .keySet()));
    assertEquals(
        List.of("weightIh", "weightHh", "biasIh", "biasHh"),
        List.copyOf(new RNN(1, 2).namedParameters().keySet()));
  }

  @Test
  void firstValuesDependOnTheSeedAlone() {
    float[] first = weights(1);
    assertArrayEquals(first, weights(1));
    boolean differs = false;
    for (int i = 0; i < first.length; i++) {
      assertTrue(Math.abs(first[i]) <= 0.5f);
      differs |= first[i] != weights(2)[i];
    }
    assertTrue(differs);
  }

  private float[] weights(long seed) {
    try (Module model = new Linear(4, 3).to(device, seed)) {
      return model.parameters().get(0).tensor().toFloats();
    }
  }

  @Test
  void theOptionOfLinearIsTheVarianceTimesIn() {
    try (Module model = new Linear(1000, 100, 2.0).to(device, 1)) {
      float[] weight = model.parameters().get(0).tensor().toFloats();
      double squares = 0;
      for (float w : weight) {
        squares += (double) w * w;
      }
      assertEquals(2.0 / 1000, squares / weight.length, 0.02 / 1000);
    }
  }

  @Test
  void aModelWithoutADeviceSaysSo() {
    Tensor x = device.ones(1, 4);
    assertEquals(
        "A parameter (3, 4) has no values yet: call to(device) on the model that it belongs to.",
        assertThrows(ModelException.class, () -> new Linear(4, 3).forward(x)).getMessage());
  }

  @Test
  void aStateIsTakenWholeOrNotAtAll() {
    Module model = new Linear(2, 1).to(device, 1);
    float[] before = model.parameters().get(0).tensor().toFloats();
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("weight", device.ones(1, 2));
    state.put("offset", device.ones(1));
    assertEquals(
        "The state is not this model's, nothing was loaded: bias is missing; offset is not the"
            + " model's.",
        assertThrows(ModelException.class, () -> model.loadStateDict(state)).getMessage());
    state.remove("offset");
    state.put("bias", device.ones(2));
    assertEquals(
        "The state is not this model's, nothing was loaded: bias is (2) FLOAT32, should be (1)"
            + " FLOAT32.",
        assertThrows(ModelException.class, () -> model.loadStateDict(state)).getMessage());
    assertArrayEquals(before, model.parameters().get(0).tensor().toFloats());

    state.put("bias", device.tensor(new int[] {1}, 1));
    assertEquals(
        "The state is not this model's, nothing was loaded: bias is (1) INT32, should be (1)"
            + " FLOAT32.",
        assertThrows(ModelException.class, () -> model.loadStateDict(state)).getMessage());
    assertArrayEquals(before, model.parameters().get(0).tensor().toFloats());

    state.put("bias", device.ones(1));
    model.loadStateDict(state);
    assertArrayEquals(new float[] {3}, model.forward(device.ones(1, 2)).toFloats());
    model.close();
  }

  @Test
  void meanSquaredErrorTakesLabelsIfAsked() {
    Tensor output = device.tensor(new float[] {1, 0, 0.5f, 0.5f}, 2, 2);
    Tensor labels = device.tensor(new int[] {0, 1}, 2);
    Loss loss = new MSELoss(true).of(output, labels);
    assertEquals(0.125f, loss.value());
    assertEquals(
        "mseLoss: the target must have the output's shape (2, 2), was given (2)",
        assertThrows(ShapeMismatchException.class, () -> new MSELoss().of(output, labels))
            .getMessage());
  }

  @Test
  void aSequenceBeginsWithZerosUnlessTold() {
    RNN rnn = new RNN(1, 2);
    rnn.to(device, 1);
    Tensor x = device.tensor(new float[] {1, 2, 3, 4, 5, 6}, 3, 2, 1);
    assertArrayEquals(rnn.forward(device.zeros(2, 2), x).toFloats(), rnn.forward(x).toFloats());
    assertEquals("(3, 2, 2)", rnn.forward(x).shape().toString());
    rnn.close();
  }
}
