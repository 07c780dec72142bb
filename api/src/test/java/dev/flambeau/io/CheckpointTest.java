package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.HostBackend;
import dev.flambeau.io.StoredTensor.Floats;
import dev.flambeau.io.StoredTensor.Ints;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.train.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      assertEquals(Map.of("step", "938"), Checkpoint.load(loaded, file));
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

  @Test
  void loadsAllOrNothing() throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("0.weight", new Floats(Shape.of(2, 3), new float[6]));
    tensors.put("0.bias", new Floats(Shape.of(3), new float[3]));
    tensors.put("2.weight", new Ints(Shape.of(1, 2), new int[2]));
    tensors.put("3.bias", new Floats(Shape.of(1), new float[1]));
    new Safetensors(tensors).write(file);
    try (Module model = model(device, 1)) {
      String before = Fingerprint.sha256(model);
      assertEquals(
          file
              + ": The state is not this model's, nothing was loaded: 0.bias is (3) FLOAT32, should"
              + " be (2) FLOAT32; 2.weight is (1, 2) INT32, should be (1, 2) FLOAT32; 2.bias is"
              + " missing; 3.bias is not the model's.",
          assertThrows(SafetensorsException.class, () -> Checkpoint.load(model, file))
              .getMessage());
      assertEquals(before, Fingerprint.sha256(model));
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
