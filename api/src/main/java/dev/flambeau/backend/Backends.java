package dev.flambeau.backend;

import dev.flambeau.backend.Admission.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every device of every provider, and how a name picks one.
 *
 * <p>A name is {@code best}; a device's own ({@code cpu}, {@code opencl:0}); a provider's ({@code
 * opencl}: its best device); or a provider's with a class ({@code opencl:gpu}) or a text that is
 * found, without regard to case, in one device's {@link DeviceInfo#matches} ({@code opencl:pocl}).
 */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private final Map<String, BackendProvider> providers = new LinkedHashMap<>();

  /** By provider. It is asked when somebody wants to know: a driver may take long to load. */
  private final Map<String, List<DeviceInfo>> listed = new HashMap<>();

  /** The devices of these providers. One that fails costs a log line, and never its neighbours. */
  public Backends(Iterable<BackendProvider> providers) {
    for (BackendProvider provider : providers) {
      BackendProvider other = this.providers.putIfAbsent(provider.name(), provider);
      if (other != null) {
        LOG.warn(
            "Backend {} is left out: {} has the name \"{}\" already.",
            provider.getClass().getName(),
            other.getClass().getName(),
            provider.name());
      }
    }
  }

  /** The devices of all providers that {@link ServiceLoader} finds. */
  public static Backends discover() {
    List<BackendProvider> found = new ArrayList<>();
    var loader = ServiceLoader.load(BackendProvider.class).stream().iterator();
    while (loader.hasNext()) {
      try {
        found.add(loader.next().get());
      } catch (ServiceConfigurationError e) {
        LOG.warn("A backend cannot be loaded and is left out: {}", e.toString());
      }
    }
    return new Backends(found);
  }

  /** The devices of the provider of this name, if there is one. */
  private synchronized List<DeviceInfo> devicesOf(String name) {
    return listed.computeIfAbsent(name, n -> list(providers.get(n)));
  }

  private static List<DeviceInfo> list(@Nullable BackendProvider provider) {
    if (provider == null) {
      return List.of();
    }
    try {
      return List.copyOf(provider.devices());
    } catch (SettingException e) {
      throw e; // not the provider's failure
    } catch (BackendUnavailableException e) {
      LOG.info("No {} devices: {}", provider.name(), e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("No {} devices, its provider failed: {}", provider.name(), e.toString());
    }
    return List.of();
  }

  /** Every device, provider by provider. */
  public List<DeviceInfo> devices() {
    return providers.keySet().stream().flatMap(name -> devicesOf(name).stream()).toList();
  }

  /** Whether a device keeps the strict contract. */
  public Admission admission(DeviceInfo device) {
    return provider(device).admission(device);
  }

  /**
   * Opens a device.
   *
   * @throws NumericsRefusedException if strict numerics are asked for and the device cannot keep
   *     them
   */
  public Backend open(DeviceInfo device, BackendOptions options) {
    Admission admission = admission(device);
    if (admission.verdict() == Verdict.NOT_STRICT) {
      String reasons = String.join("; ", admission.reasons());
      if (options.numerics() == Numerics.STRICT) {
        throw new NumericsRefusedException(
            device
                + " cannot keep strict numerics: "
                + reasons
                + ". Choose another device, or ask for fast numerics (--numerics fast, or"
                + " Numerics.FAST), whose results may differ from other devices'.");
      }
      LOG.warn("{} computes with fast numerics, its bits are its own: {}", device.name(), reasons);
    }
    return provider(device).open(device, options);
  }

  private BackendProvider provider(DeviceInfo device) {
    BackendProvider provider = providers.get(device.provider());
    if (provider == null) {
      throw new DeviceNotFoundException(
          "No provider \"" + device.provider() + "\" for " + device + ". Present: " + present());
    }
    return provider;
  }

  /**
   * The device of this name.
   *
   * @throws DeviceNotFoundException if there is none, or several match; the message lists them
   */
  public DeviceInfo find(String name) {
    if (name.equals("best")) {
      return best();
    }
    List<DeviceInfo> found = matching(name);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new DeviceNotFoundException(
          "No device \""
              + name
              + "\". Present: "
              + present()
              + ". Name one of these with -Dflambeau.device or FLAMBEAU_DEVICE.");
    }
    throw new DeviceNotFoundException(
        "\"" + name + "\" matches several devices: " + text(found) + ". Name one of them.");
  }

  private List<DeviceInfo> matching(String name) {
    int colon = name.indexOf(':');
    List<DeviceInfo> own = devicesOf(colon < 0 ? name : name.substring(0, colon));
    List<DeviceInfo> exact = own.stream().filter(device -> device.name().equals(name)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    if (colon < 0) {
      return own.isEmpty() ? own : List.of(bestOf(own));
    }
    String text = name.substring(colon + 1).toLowerCase(Locale.ROOT);
    if (text.isEmpty() || text.chars().allMatch(Character::isDigit)) {
      return List.of();
    }
    List<DeviceInfo> ofClass =
        own.stream()
            .filter(device -> device.deviceClass().name().toLowerCase(Locale.ROOT).equals(text))
            .toList();
    return ofClass.isEmpty()
        ? own.stream().filter(device -> matches(device, text)).toList()
        : ofClass;
  }

  private static boolean matches(DeviceInfo device, String text) {
    return device.matches().stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).contains(text));
  }

  /** A GPU that is strict without emulation, else {@code cpu}. */
  public DeviceInfo best() {
    return devices().stream()
        .filter(device -> device.deviceClass() == DeviceClass.GPU)
        .filter(device -> admission(device).verdict() == Verdict.STRICT)
        .findFirst()
        .orElseGet(() -> find("cpu"));
  }

  /** By verdict, then class, then memory; the first of equals. */
  private DeviceInfo bestOf(List<DeviceInfo> candidates) {
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    return candidates.stream()
        .min(
            Comparator.comparing((DeviceInfo device) -> admission(device).verdict())
                .thenComparing(DeviceInfo::deviceClass)
                .thenComparing(Comparator.comparingLong(DeviceInfo::memoryBytes).reversed()))
        .orElseThrow();
  }

  private String present() {
    return text(devices());
  }

  private static String text(List<DeviceInfo> devices) {
    return devices.stream()
        .map(
            device ->
                device.provider().equals("cpu") || device.platform().isEmpty()
                    ? device.name()
                    : device.toString())
        .collect(Collectors.joining(", "));
  }
}
