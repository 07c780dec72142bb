package dev.flambeau.backend;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.setting.SettingException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
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
 * In all of these, small letters and capitals are the same, and blanks around a name are nothing.
 */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  /** A loader that fails for good would be asked for ever. */
  private static final int MOST = 100;

  /** The providers that Flambeau brings, each in a jar of its own. */
  private static final Set<String> OURS = Set.of("cpu", "opencl");

  private final Map<String, BackendProvider> providers =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** By provider. It is asked when somebody wants to know: a driver may take long to load. */
  private final Map<String, List<DeviceInfo>> listed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

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

  /**
   * The devices of all providers that {@link ServiceLoader} finds: by the thread's context class
   * loader, as frameworks set it, and by the one of this class, since in a pool's thread or a
   * container the first may not know of us.
   */
  public static Backends discover() {
    Map<String, BackendProvider> found = new LinkedHashMap<>();
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(Thread.currentThread().getContextClassLoader());
    loaders.add(Backends.class.getClassLoader());
    for (ClassLoader loader : loaders) {
      var providers = ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
      int left = MOST;
      while (discoverNext(providers, found) && left-- > 0) {}
    }
    return new Backends(found.values());
  }

  /** Adds the next one, unless the other loader has found its class; false behind the last. */
  private static boolean discoverNext(
      Iterator<ServiceLoader.Provider<BackendProvider>> providers,
      Map<String, BackendProvider> found) {
    try {
      if (!providers.hasNext()) {
        return false;
      }
      var next = providers.next();
      found.computeIfAbsent(next.type().getName(), name -> next.get());
    } catch (ServiceConfigurationError | LinkageError e) {
      LOG.warn("A backend cannot be loaded and is left out: {}", e.toString());
    }
    return true;
  }

  /** Whether there is no provider at all. */
  public boolean isEmpty() {
    return providers.isEmpty();
  }

  /** The devices of the provider of this name, if there is one. */
  private synchronized List<DeviceInfo> devicesOf(String name) {
    List<DeviceInfo> devices = listed.get(name);
    if (devices == null) {
      devices = list(providers.get(name));
      if (!Thread.currentThread().isInterrupted()) { // who was may not have let it finish
        listed.put(name, devices);
      }
    }
    return devices;
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
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    if (wanted.equals("best") && !isEmpty()) {
      return best();
    }
    List<DeviceInfo> found = matching(wanted);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new DeviceNotFoundException("No device \"" + name + "\". " + wayOut(wanted));
    }
    throw new DeviceNotFoundException(
        "\"" + name + "\" matches several devices: " + text(found) + ". Name one of them.");
  }

  /** What there is instead, and whose fault it may be that it is not what was asked for. */
  private String wayOut(String name) {
    String provider = providerOf(name);
    String missing =
        providers.isEmpty()
            ? "No backend was found; flambeau-backend-cpu"
            : OURS.contains(provider) && !providers.containsKey(provider)
                ? "The backend " + provider + " was not found; flambeau-backend-" + provider
                : "";
    if (!missing.isEmpty()) {
      missing +=
          " belongs on the class path or module path, and a jar that is made of several must merge"
              + " their META-INF/services. ";
    }
    return providers.isEmpty()
        ? missing.strip()
        : missing
            + "Present: "
            + present()
            + ". Name one of these, in the program or by -Dflambeau.device or FLAMBEAU_DEVICE.";
  }

  private static String providerOf(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private List<DeviceInfo> matching(String name) {
    int colon = name.indexOf(':');
    List<DeviceInfo> own = devicesOf(providerOf(name));
    List<DeviceInfo> exact =
        own.stream().filter(device -> device.name().equalsIgnoreCase(name)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    if (colon < 0) {
      return own.isEmpty() ? own : List.of(bestOf(own));
    }
    String text = name.substring(colon + 1);
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
