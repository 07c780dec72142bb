package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Buffer;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.LoadOptions;
import dev.flambeau.nn.LoadReport;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a model lies, its modes, its state. */
class ModuleTest {
  private final Device device = Device.open("cpu");
  private final Device reference = Device.open("cpu:reference");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
    reference.close();
  }

  /** A layer with a buffer, as a normalisation has one. */
  private static final class Shifted extends Layer {
    private final Linear inner;
    private final Buffer mean;

    Shifted(int width) {
      inner = child("inner", new Linear(width, width));
      mean = buffer("running_mean", Initializer.constant(0.5), width);
    }

    @Override
    public Tensor forward(Tensor x) {
      return inner.forward(x.sub(mean.tensor()));
    }
  }

  // ---- devices ----

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
    try (Linear model = new Linear(4, 3).to(device, seed)) {
      return model.weight().tensor().toFloats();
    }
  }

  @Test
  void firstValuesAreForWhatHasNone() {
    Linear trained = new Linear(2, 2).to(device, 1);
    String before = Fingerprint.sha256(trained);
    try (Sequential whole = new Sequential(trained, new Linear(2, 1)).to(device, 5)) {
      assertEquals(before, Fingerprint.sha256(trained));
      whole.reset(5);
      assertNotEquals(before, Fingerprint.sha256(trained));
    }
  }

  @Test
  void aMoveKeepsValuesAndWhatIsFrozen() {
    try (Shifted model = new Shifted(2).to(device, 3)) {
      String before = Fingerprint.sha256(model);
      model.namedParameters().get("inner.bias").requiresGrad(false);
      model.to(reference);
      assertEquals(before, Fingerprint.sha256(model));
      assertSame(reference, model.liveState().get("running_mean").device());
      assertFalse(model.namedParameters().get("inner.bias").requiresGrad());
      assertFalse(model.liveState().get("inner.bias").requiresGrad());
      assertTrue(model.liveState().get("inner.weight").requiresGrad());
      assertFalse(model.liveState().get("running_mean").requiresGrad());
    }
    assertEquals(0, device.memory().buffers());
    assertEquals(0, reference.memory().buffers());
  }

  @Test
  void aFreezeBeforeThereAreValuesHolds() {
    try (Linear model = new Linear(2, 1)) {
      model.requiresGrad(false);
      model.to(device, 1);
      assertFalse(model.weight().tensor().requiresGrad());
      model.requiresGrad(true);
      model.forward(device.ones(1, 2)).sum().backward();
      assertArrayEquals(new float[] {1, 1}, model.weight().grad().orElseThrow().toFloats());
      model.weight().requiresGrad(false);
      assertTrue(model.weight().grad().isEmpty());
    }
  }

  @Test
  void aModelWithoutADeviceSaysSo() {
    Tensor x = device.ones(1, 4);
    assertEquals(
        "The parameter \"weight\" (3, 4) has no values yet: call to(device) on the model that it"
            + " belongs to.",
        assertThrows(ModelException.class, () -> new Linear(4, 3).forward(x)).getMessage());
  }

  @Test
  void toBeLoadedItNeedsNoFirstValues() {
    Initializer none =
        (values, shape, random) -> {
          throw new AssertionError("drawn");
        };
    try (Linear model = new Linear(2, 1, true, none)) {
      model.toEmpty(device);
      assertArrayEquals(new float[2], model.weight().tensor().toFloats());
      model.weight().tensor().write(3, 4);
      model.toEmpty(device);
      assertArrayEquals(new float[] {3, 4}, model.weight().tensor().toFloats());
      assertTrue(model.weight().tensor().requiresGrad());
    }
  }

  @Test
  void aModelThatWasClosedSaysSoUntilItLiesOnADeviceAgain() {
    Linear model = new Linear(4, 3);
    model.close();
    assertEquals(
        "The parameter \"weight\" (3, 4) has no values yet: call to(device) on the model that it"
            + " belongs to.",
        assertThrows(ModelException.class, model::stateDict).getMessage());
    model.to(device);
    model.close();
    assertEquals(
        "The parameter \"weight\" (3, 4) was freed: the model that it belongs to has been closed.",
        assertThrows(ModelException.class, () -> model.forward(device.ones(1, 4))).getMessage());
    model.to(device);
    assertEquals(3, model.forward(device.ones(1, 4)).shape().elements());
    model.close();
  }

  @Test
  void aLayerOfNothingIsFinite() {
    try (Linear empty = new Linear(0, 3).to(device, 1)) {
      assertArrayEquals(new float[6], empty.forward(device.zeros(2, 0)).toFloats());
    }
  }

  @Test
  void aLinearLayerMayHaveNoBias() {
    try (Linear layer = new Linear(2, 1, false, Initializer.of(2, 3)).to(device)) {
      assertEquals(List.of("weight"), List.copyOf(layer.namedParameters().keySet()));
      assertEquals(32f, layer.forward(device.tensor(new float[] {1, 10}, 1, 2)).item());
      assertTrue(layer.bias().isEmpty());
    }
  }

  // ---- modes ----

  @Test
  void modesReachEveryModule() {
    Shifted model = new Shifted(1);
    assertTrue(model.isTraining());
    model.eval();
    model.namedModules().values().forEach(module -> assertFalse(module.isTraining()));
    model.train();
    model.namedModules().values().forEach(module -> assertTrue(module.isTraining()));
  }

  @Test
  void applyMeetsInnerModulesFirst() {
    Shifted inner = new Shifted(1);
    Sequential model = new Sequential(new ReLU(), inner);
    List<Module> met = new ArrayList<>();
    model.apply(met::add);
    assertEquals(
        List.of(inner.namedModules().get("inner"), inner, model.layers().get(0), model), met);
    assertEquals(List.of("", "0", "1", "1.inner"), List.copyOf(model.namedModules().keySet()));
  }

  // ---- state ----

  @Test
  void aStateIsACopyAndLivesOn() {
    Shifted model = new Shifted(2).to(device, 1);
    Map<String, HostTensor> state = model.stateDict();
    String before = Fingerprint.sha256(model);
    model.liveState().get("inner.weight").write(1, 2, 3, 4);
    model.liveState().get("running_mean").write(7, 8);
    assertNotEquals(before, Fingerprint.sha256(model));
    model.loadStateDict(state);
    assertEquals(before, Fingerprint.sha256(model));
    device.close();
    try (Shifted other = new Shifted(2).to(reference, 2)) {
      other.loadStateDict(state);
      assertEquals(before, Fingerprint.sha256(other));
    }
  }

  @Test
  void aHashIsOverParametersThenBuffers() {
    try (Shifted model = new Shifted(2).to(device, 1)) {
      String before = Fingerprint.sha256(model);
      model.liveState().get("running_mean").write(0, 1);
      assertNotEquals(before, Fingerprint.sha256(model));
      assertEquals(
          List.of("weight", "bias", "running_mean"),
          model.stateTensors().stream().map(tensor -> tensor.name()).toList());
    }
  }

  @Test
  void aStateIsTakenWholeOrNotAtAll() {
    Linear model = new Linear(2, 1).to(device, 1);
    String before = Fingerprint.sha256(model);
    Map<String, HostTensor> state = new LinkedHashMap<>();
    state.put("weight", HostTensor.of(new float[] {1, 1}, 1, 2));
    state.put("offset", HostTensor.of(new float[] {1}, 1));
    assertRefused(model, state, "bias is missing; offset is not the model's");
    state.remove("offset");
    state.put("bias", HostTensor.of(new float[2], 2));
    assertRefused(model, state, "bias is (2) FLOAT32, should be (1) FLOAT32");
    state.put("bias", HostTensor.of(new int[1], 1));
    assertRefused(model, state, "bias is (1) INT32, should be (1) FLOAT32");
    assertEquals(before, Fingerprint.sha256(model));

    state.put("bias", HostTensor.of(new float[] {1}, 1));
    model.loadStateDict(state);
    assertEquals(3f, model.forward(device.ones(1, 2)).item());
    model.close();
  }

  private static void assertRefused(Module model, Map<String, HostTensor> state, String why) {
    assertEquals(
        "The state is not this model's, nothing was loaded: " + why + ".",
        assertThrows(ModelException.class, () -> model.loadStateDict(state)).getMessage());
  }

  @Test
  void aStateMayFitInPartAndUnderOtherNames() {
    try (Linear model = new Linear(2, 1).to(device, 1)) {
      float bias = model.bias().orElseThrow().tensor().item();
      Map<String, HostTensor> state = new LinkedHashMap<>();
      state.put("fc.weight", HostTensor.of(new float[] {5, 6}, 1, 2));
      state.put("fc.running", HostTensor.of(new int[] {1}));
      LoadReport report =
          model.loadStateDict(
              state, LoadOptions.strict(false).renaming(name -> name.replaceFirst("^fc\\.", "")));
      assertEquals(Map.of("weight", "fc.weight"), report.loaded());
      assertEquals(List.of("bias"), report.missing());
      assertEquals(List.of("fc.running"), report.unexpected());
      assertArrayEquals(new float[] {5, 6}, model.weight().tensor().toFloats());
      assertEquals(bias, model.bias().orElseThrow().tensor().item());
      LoadOptions both = LoadOptions.strict(false).renaming(name -> "weight");
      assertRefusedTwice(model, state, both);
    }
  }

  private static void assertRefusedTwice(
      Module model, Map<String, HostTensor> state, LoadOptions options) {
    String refusal =
        assertThrows(ModelException.class, () -> model.loadStateDict(state, options)).getMessage();
    assertTrue(refusal.contains("weight is there twice, as fc.weight and as fc.running"), refusal);
  }

  @Test
  void namesOfEarlierFilesAreStillRead() {
    try (RNN rnn = new RNN(1, 2).to(device, 1);
        RNN other = new RNN(1, 2).to(device, 2)) {
      Map<String, HostTensor> earlier = new LinkedHashMap<>();
      Map<String, HostTensor> state = rnn.stateDict();
      assertEquals(
          List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
          List.copyOf(state.keySet()));
      earlier.put("weightIh", state.get("weight_ih_l0"));
      earlier.put("weightHh", state.get("weight_hh_l0"));
      earlier.put("biasIh", state.get("bias_ih_l0"));
      earlier.put("biasHh", state.get("bias_hh_l0"));
      other.loadStateDict(earlier);
      assertEquals(Fingerprint.sha256(rnn), Fingerprint.sha256(other));
    }
  }

  // ---- layers and losses ----

  @Test
  void aLossIsATensorThatCanBeWeighted() {
    Tensor output = device.tensor(new float[] {1, 0, 0.5f, 0.5f}, 2, 2).requiresGrad(true);
    Tensor labels = device.tensor(new int[] {0, 1}, 2);
    Tensor loss = new MSELoss().of(output, labels.oneHot(2));
    assertEquals(0.125f, loss.item());
    loss.mul(2).add(output.sum()).backward();
    assertArrayEquals(new float[] {1, 1, 1.5f, 0.5f}, output.grad().orElseThrow().toFloats());
    assertEquals(
        "mseLoss: the target must have the output's shape (2, 2), was given (2)",
        assertThrows(ShapeMismatchException.class, () -> new MSELoss().of(output, labels))
            .getMessage());
  }

  @Test
  void aSequenceBeginsWithZerosUnlessTold() {
    RNN rnn = new RNN(1, 2).to(device, 1);
    Tensor x = device.tensor(new float[] {1, 2, 3, 4, 5, 6}, 3, 2, 1);
    assertArrayEquals(rnn.forward(device.zeros(2, 2), x).toFloats(), rnn.forward(x).toFloats());
    assertEquals("(3, 2, 2)", rnn.forward(x).shape().toString());
    rnn.close();
  }

  @Test
  void aSequenceNeedsItsFunction() {
    assertEquals(
        "An RNN takes tanh or relu, was given null.",
        assertThrows(ModelException.class, () -> new RNN(1, 2, null)).getMessage());
  }
}
