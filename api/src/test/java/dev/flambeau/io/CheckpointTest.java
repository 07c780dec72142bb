package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.HostBackend;
import dev.flambeau.nn.BatchNorm1d;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.LoadOptions;
import dev.flambeau.nn.LoadReport;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.train.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {
  private final Device device = Device.over(new HostBackend());
  private final Device other = Device.over(new HostBackend());
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("model.safetensors");
  }

  @AfterEach
  void closeDevices() {
    device.close();
    other.close();
  }

  private static Module model(Device device, long seed) {
    return new Sequential(new Linear(3, 2), new ReLU(), new Linear(2, 1)).to(device, seed);
  }

  @Test
  void whatOneDeviceSavesAnotherLoads() throws IOException {
    try (Module saved = model(device, 1);
        Module loaded = model(other, 2)) {
      saved.liveState().get("2.bias").write(-0f);
      saved.liveState().get("2.weight").write(Float.NaN, Float.MIN_VALUE);
      assertNotEquals(Fingerprint.sha256(saved), Fingerprint.sha256(loaded));
      Checkpoint.save(saved, file, Map.of("step", "938"));
      int buffers = buffers(other);
      LoadReport report = Checkpoint.load(loaded, file);
      assertEquals(
          List.of("0.weight", "0.bias", "2.weight", "2.bias"),
          List.copyOf(report.loaded().keySet()));
      assertEquals(List.of(), report.unexpected());
      assertEquals(Map.of("step", "938"), Checkpoint.metadata(file));
      assertEquals(buffers, buffers(other), "loading leaves nothing on the device");
      assertEquals(Fingerprint.sha256(saved), Fingerprint.sha256(loaded));
    }
  }

  private static int buffers(Device device) {
    return device.memory().buffers();
  }

  @Test
  void savesUnderTheNamesOfTheStateInOrder() throws IOException {
    try (Module model = model(device, 1)) {
      Checkpoint.save(model, file);
      assertEquals(
          List.of("0.weight", "0.bias", "2.weight", "2.bias"),
          List.copyOf(Safetensors.read(file).tensors().keySet()));
    }
  }

  /** Of a model whose state is 0.weight (2, 3), 0.bias (2), 2.weight (1, 2), 2.bias (1). */
  private void writeAll(HostTensor bias, String name, HostTensor further) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("0.weight", HostTensor.of(new float[6], 2, 3));
    tensors.put("0.bias", bias);
    tensors.put("2.weight", HostTensor.of(new double[] {0.1, 2}, 1, 2));
    tensors.put("2.bias", HostTensor.of(new float[1], 1));
    tensors.put(name, further);
    new Safetensors(tensors).write(file);
  }

  private static final HostTensor BIAS = HostTensor.of(new float[] {3, 4}, 2);
  private static final HostTensor COUNT = HostTensor.of(new int[1]);

  /** Files that do not fit: as a user sees it, and then the model is as it was. */
  static Stream<Arguments> misfits() {
    String nothing = "The state is not this model's, nothing was loaded: ";
    return Stream.of(
        Arguments.of(
            HostTensor.of(new float[3], 3),
            "2.bias",
            HostTensor.of(new int[1], 1),
            LoadOptions.strict(),
            nothing
                + "0.bias is (3) FLOAT32, should be (2) FLOAT32; 2.bias is (1) INT32, should be (1)"
                + " FLOAT32."),
        Arguments.of(
            BIAS, "steps", COUNT, LoadOptions.strict(), nothing + "steps is not the model's."),
        Arguments.of(
            BIAS,
            "\u001b[2J",
            COUNT,
            LoadOptions.strict(),
            nothing + "\\u{1b}[2J is not the model's."),
        Arguments.of(
            BIAS,
            "0.bias",
            BIAS,
            LoadOptions.strict().renaming(Map.of("0.bias", "first.bias")),
            nothing + "0.bias is missing; 0.bias is not the model's."));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void refusesWhatDoesNotFit(
      HostTensor bias, String name, HostTensor further, LoadOptions options, String message) {
    writeAll(bias, name, further);
    try (Module model = model(device, 1)) {
      String before = Fingerprint.sha256(model);
      assertEquals(
          file + ": " + message,
          assertThrows(SafetensorsException.class, () -> Checkpoint.load(model, file, options))
              .getMessage());
      assertEquals(before, Fingerprint.sha256(model));
    }
  }

  @Test
  void needsAllOfTheModel() {
    new Safetensors(Map.of("0.bias", BIAS)).write(file);
    try (Module model = model(device, 1)) {
      String before = Fingerprint.sha256(model);
      assertEquals(
          file
              + ": lacks 3 of the model's values, nothing was loaded; the first is 0.weight. With"
              + " LoadOptions.strict(false) the others are loaded, with renaming(..) other names are"
              + " taken.",
          assertThrows(SafetensorsException.class, () -> Checkpoint.load(model, file))
              .getMessage());
      assertEquals(before, Fingerprint.sha256(model));
      LoadReport report = Checkpoint.load(model, file, LoadOptions.strict(false));
      assertEquals(List.of("0.weight", "2.weight", "2.bias"), report.missing());
      assertArrayEquals(new float[] {3, 4}, model.liveState().get("0.bias").toFloats());
    }
  }

  @Test
  void leavesWhatTheModelDoesNotNeed() {
    writeAll(BIAS, "num_batches_tracked", COUNT);
    try (Module model = model(device, 1)) {
      LoadReport report = Checkpoint.load(model, file);
      assertEquals(List.of("num_batches_tracked"), report.unexpected());
      assertArrayEquals(new float[] {0.1f, 2}, model.liveState().get("2.weight").toFloats());
    }
  }

  /** As Python writes it: other types, one of which is not read, other names, a text. */
  @Test
  void loadsAFileOfPython() throws IOException {
    String header =
        "{'__metadata__':{'format':'pt'},"
            + "'fc1.bias':{'dtype':'F16','shape':[2],'data_offsets':[0,4]},"
            + "'fc1.scale':{'dtype':'F8_E5M2','shape':[2],'data_offsets':[4,6]},"
            + "'fc1.weight':{'dtype':'BF16','shape':[2,3],'data_offsets':[6,18]},"
            + "'fc2.bias':{'dtype':'F64','shape':[1],'data_offsets':[18,26]},"
            + "'fc2.weight':{'dtype':'F32','shape':[1,2],'data_offsets':[26,34]}}";
    String data =
        "003e0080" + "3838" + "803f00404040804080bfc0bf" + "9a9999999999b93f" + "0000c03f00000040";
    Files.write(file, SafetensorsRefusalsTest.file(header.replace('\'', '"'), data));
    LoadOptions names =
        LoadOptions.strict(false)
            .renaming(name -> name.replace("fc1.", "0.").replace("fc2.", "2."));
    try (Module model = model(device, 1)) {
      LoadReport report = Checkpoint.load(model, file, names);
      assertEquals(List.of(), report.missing());
      assertEquals(List.of("fc1.scale"), report.unexpected());
      assertArrayEquals(new float[] {1.5f, -0f}, model.liveState().get("0.bias").toFloats());
      assertArrayEquals(
          new float[] {1, 2, 3, 4, -1, -1.5f}, model.liveState().get("0.weight").toFloats());
      assertArrayEquals(new float[] {0.1f}, model.liveState().get("2.bias").toFloats());
      String before = Fingerprint.sha256(model);
      LoadOptions scale = LoadOptions.strict(false).renaming(Map.of("fc1.scale", "0.bias"));
      assertTrue(
          assertThrows(SafetensorsException.class, () -> Checkpoint.load(model, file, scale))
              .getMessage()
              .startsWith(file + ": tensor \"fc1.scale\" is of the type \"F8_E5M2\"; "));
      assertEquals(before, Fingerprint.sha256(model));
    }
  }

  /** A single integer is a count: PyTorch's norms have one of 64 bits. */
  @Test
  void loadsANormOfPython() throws IOException {
    String header =
        "{'bias':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'num_batches_tracked':{'dtype':'I64','shape':[],'data_offsets':[4,12]},"
            + "'running_mean':{'dtype':'F32','shape':[1],'data_offsets':[12,16]},"
            + "'running_var':{'dtype':'F32','shape':[1],'data_offsets':[16,20]},"
            + "'weight':{'dtype':'F32','shape':[1],'data_offsets':[20,24]}}";
    String data = "0000c03f" + "0700000000000000" + "0000803f" + "00000040" + "00004040";
    Files.write(file, SafetensorsRefusalsTest.file(header.replace('\'', '"'), data));
    try (Module norm = new BatchNorm1d(1).to(device, 1)) {
      assertEquals(List.of(), Checkpoint.load(norm, file).unexpected());
      assertEquals(7f, norm.liveState().get("num_batches_tracked").item());
      assertEquals(2f, norm.liveState().get("running_var").item());
    }
  }

  @Test
  void readsTheNamesOfBefore() {
    try (Module model = new RNN(1, 2).to(device, 1)) {
      Map<String, HostTensor> state = new LinkedHashMap<>();
      model.stateDict().values().forEach(tensor -> state.put("" + state.size(), tensor));
      List<String> before = List.of("weightIh", "weightHh", "biasIh", "biasHh");
      Map<String, HostTensor> renamed = new LinkedHashMap<>();
      before.forEach(name -> renamed.put(name, state.get("" + renamed.size())));
      new Safetensors(renamed).write(file);
      try (Module loaded = new RNN(1, 2).to(other, 2)) {
        assertEquals(before, List.copyOf(Checkpoint.load(loaded, file).loaded().values()));
        assertEquals(Fingerprint.sha256(model), Fingerprint.sha256(loaded));
      }
    }
  }

  /** A model that has an "optimizer" of its own would be taken for the optimizer's state. */
  @Test
  void refusesAMemberOfTheOptimizersName() {
    class Learner extends Module {
      Learner() {
        child("optimizer", new Linear(1, 1));
      }
    }
    try (Module model = new Learner().to(device, 1)) {
      assertTrue(
          assertThrows(SafetensorsException.class, () -> Checkpoint.save(model, file))
              .getMessage()
              .contains("the model has a member \"optimizer\""));
    }
  }

  @Test
  void aFileCutShortChangesNothing() throws IOException {
    try (Module model = model(device, 1)) {
      Checkpoint.save(model, file);
      byte[] whole = Files.readAllBytes(file);
      String before = Fingerprint.sha256(model);
      for (int length = 0; length < whole.length; length++) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThrows(SafetensorsException.class, () -> Checkpoint.load(model, file));
      }
      assertEquals(before, Fingerprint.sha256(model));
    }
  }
}
