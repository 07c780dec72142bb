package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import java.util.List;

/**
 * The devices under test. Where there is none, tests are skipped; with {@code
 * FLAMBEAU_REQUIRE_OPENCL=1} they fail.
 */
public final class OpenClDevices {
  /** One for all tests, so that each device is probed once. */
  public static final OpenClProvider PROVIDER = new OpenClProvider();

  private OpenClDevices() {}

  /** The devices that are here, at least one. */
  public static List<DeviceInfo> all() {
    try {
      return PROVIDER.devices();
    } catch (BackendUnavailableException e) {
      missing(e.getMessage());
      return List.of();
    }
  }

  /** The first device. */
  public static DeviceInfo first() {
    return all().get(0);
  }

  /** The device that this text names. */
  public static DeviceInfo named(String text) {
    all();
    Backends backends = new Backends(List.of(PROVIDER));
    try {
      return backends.find("opencl:" + text);
    } catch (RuntimeException e) {
      missing(e.getMessage());
      throw e;
    }
  }

  public static Backend open(DeviceInfo device) {
    return PROVIDER.open(device, BackendOptions.defaults());
  }

  private static void missing(String why) {
    if ("1".equals(System.getenv("FLAMBEAU_REQUIRE_OPENCL"))) {
      fail("FLAMBEAU_REQUIRE_OPENCL is 1: " + why);
    }
    assumeTrue(false, why);
  }
}
