package dev.flambeau.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.HostBackend;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ModelException;
import dev.flambeau.tensor.Device;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  /** The hashes here are those of Python's hashlib over struct.pack("<f", …). */
  @Test
  void hashesWeightBeforeBiasWithOneNan() {
    try (Device device = Device.over(new HostBackend());
        Linear model = new Linear(2, 2)) {
      model.to(device);
      model.liveState().get("weight").write(1f, -0f, Float.MIN_VALUE, Float.intBitsToFloat(-1));
      model.liveState().get("bias").write(0.5f, -3f);
      assertEquals(
          "6b04cfdc6e4370b9366b05cc67ceb3f77bbdee02fc8033b91861b0625c5fe9b9",
          Fingerprint.sha256(model));
    }
  }

  @Test
  void hashesMoreThanOneChunk() {
    float[] counts = new float[20_001];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i;
    }
    try (Device device = Device.over(new HostBackend());
        Linear model = new Linear(counts.length, 1)) {
      model.to(device);
      model.liveState().get("weight").write(counts);
      model.liveState().get("bias").write(0f);
      assertEquals(
          "9a9f2868a4f4d013f6ecd6f1d06ba23417f0496c47a5638dc8c62ee075e08c8a",
          Fingerprint.sha256(model));
    }
  }

  @Test
  void refusesAModelWithoutADevice() {
    assertEquals(
        "The parameter \"weight\" (2, 3) has no values yet: call to(device) on the model that it belongs to.",
        assertThrows(ModelException.class, () -> Fingerprint.sha256(new Linear(3, 2)))
            .getMessage());
  }
}
