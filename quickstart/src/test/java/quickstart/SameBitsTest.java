package quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.tensor.Device;
import dev.flambeau.train.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameBitsTest {
  @Test
  void everyDeviceTrainsTheSameWeights(@TempDir Path folder) throws IOException {
    Map<String, String> weights = new TreeMap<>();
    for (DeviceInfo info : Device.all()) {
      if (Device.admission(info).verdict() != Verdict.NOT_STRICT) {
        try (Device device = Device.open(info.name())) {
          weights.put(
              info.name(),
              Fingerprint.sha256(Train.train(device, 3, folder.resolve("best.safetensors"))));
        }
      }
    }
    assertTrue(weights.containsKey("cpu"), weights::toString);
    assertEquals(1, Set.copyOf(weights.values()).size(), weights::toString);
  }
}
