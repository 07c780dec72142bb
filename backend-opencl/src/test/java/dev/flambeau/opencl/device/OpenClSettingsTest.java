package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.backend.Backends;
import dev.flambeau.backend.setting.SettingException;
import dev.flambeau.opencl.OpenClProvider;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenClSettingsTest {
  /** Before a driver is loaded, so that none is blamed for it, in another process or in this. */
  @ParameterizedTest
  @CsvSource({
    "flambeau.opencl.kernels, gpus, cpu or gpu",
    "flambeau.cache.programs, true, on or off",
    "flambeau.opencl.trial, none, on or off",
    "flambeau.opencl.blocking, yes, true or false",
    "flambeau.opencl.reuse, off, true or false",
    "flambeau.opencl.memory, half, 'a number of bytes, as 4g, 512m or 65536k'",
    "flambeau.cache, 'a\0folder', 'a folder, or off'"
  })
  void oneThatIsNoneIsAnErrorThatSaysSo(String property, String given, String takes) {
    String before = System.getProperty(property, "");
    System.setProperty(property, given);
    try {
      Backends backends = new Backends(List.of(new OpenClProvider()));
      assertEquals(
          "-D%s takes %s, was given \"%s\". Give it what it takes, or leave it out."
              .formatted(property, takes, given),
          assertThrows(SettingException.class, backends::devices).getMessage());
    } finally {
      System.setProperty(property, before);
    }
  }
}
