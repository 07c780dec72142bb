package dev.flambeau.opencl.device;

import dev.flambeau.backend.setting.SettingException;
import dev.flambeau.backend.setting.Settings;
import dev.flambeau.opencl.cache.Cache;

/** What a user sets of this backend by Java's system properties, each as it is when asked for. */
public final class OpenClSettings {
  private OpenClSettings() {}

  /**
   * Looks at all of them: before a driver is loaded, and before another process inherits them,
   * whose failure would be taken for a driver's.
   *
   * @throws SettingException if one has a value that it does not take
   */
  public static void check() {
    kernels();
    programs();
    makesTrials();
    blocks();
    reuses();
    memory(Long.MAX_VALUE);
    Cache.folder("");
  }

  /** Which kernels are forced, {@code cpu} or {@code gpu}; empty if the device's class chooses. */
  public static String kernels() {
    return Settings.word("flambeau.opencl.kernels", "cpu", "gpu");
  }

  /** Whether programs are kept, {@code on} or {@code off}; empty if the driver's manner chooses. */
  static String programs() {
    return Settings.word("flambeau.cache.programs", "on", "off");
  }

  /** Whether drivers that are new are tried in another process. */
  public static boolean makesTrials() {
    return !Settings.word("flambeau.opencl.trial", "on", "off").equals("off");
  }

  /** Whether each op is waited for. */
  public static boolean blocks() {
    return Settings.word("flambeau.opencl.blocking", "true", "false").equals("true");
  }

  /** Whether a buffer's memory serves again. */
  public static boolean reuses() {
    return !Settings.word("flambeau.opencl.reuse", "true", "false").equals("false");
  }

  /** How many bytes a device's tensors may take. */
  public static long memory(long otherwise) {
    return Settings.bytes("flambeau.opencl.memory", otherwise);
  }
}
