package dev.flambeau.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.setting.SettingException;
import dev.flambeau.op.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a name picks a device, over providers that are made up. */
class BackendsTest {
  /** Devices and verdicts as given; opening is not needed here. */
  private record Fake(String name, List<DeviceInfo> devices, Map<String, Verdict> verdicts)
      implements BackendProvider {
    @Override
    public Admission admission(DeviceInfo device) {
      Verdict verdict = verdicts.getOrDefault(device.name(), Verdict.STRICT);
      return new Admission(verdict, verdict == Verdict.STRICT ? List.of() : List.of("reasons"));
    }

    @Override
    public Backend open(DeviceInfo device, BackendOptions options) {
      throw new UnsupportedOperationException("not in this test");
    }
  }

  /** Fails as soon as it is asked anything. */
  private record Broken(RuntimeException failure) implements BackendProvider {
    @Override
    public String name() {
      return "opencl";
    }

    @Override
    public List<DeviceInfo> devices() {
      throw failure;
    }

    @Override
    public Admission admission(DeviceInfo device) {
      throw failure;
    }

    @Override
    public Backend open(DeviceInfo device, BackendOptions options) {
      throw failure;
    }
  }

  /** Counts how often it is asked for its devices. */
  private record Counting(BackendProvider provider, AtomicInteger asked)
      implements BackendProvider {
    @Override
    public String name() {
      return provider.name();
    }

    @Override
    public List<DeviceInfo> devices() {
      asked.incrementAndGet();
      return provider.devices();
    }

    @Override
    public Admission admission(DeviceInfo device) {
      return provider.admission(device);
    }

    @Override
    public Backend open(DeviceInfo device, BackendOptions options) {
      return provider.open(device, options);
    }
  }

  private static DeviceInfo device(
      String name, DeviceClass kind, String platform, String model, String suffix) {
    String provider = name.substring(0, name.contains(":") ? name.indexOf(':') : name.length());
    return new DeviceInfo(
        name,
        provider,
        kind,
        platform,
        model,
        List.of(platform, model, suffix),
        1L << 30,
        Set.of(DType.FLOAT32));
  }

  private static final BackendProvider CPU =
      new Fake(
          "cpu",
          List.of(
              device("cpu", DeviceClass.CPU, "", "Java", ""),
              device("cpu:reference", DeviceClass.CPU, "", "Java", "")),
          Map.of());
  private static final DeviceInfo POCL =
      device("opencl:0", DeviceClass.CPU, "Portable Computing Language", "pthread-haswell", "POCL");
  private static final DeviceInfo RUSTICL =
      device("opencl:1", DeviceClass.CPU, "rusticl", "llvmpipe", "MESA");
  private static final DeviceInfo GPU =
      device("opencl:2", DeviceClass.GPU, "NVIDIA CUDA", "NVIDIA H100", "NV");

  private static Backends with(Map<String, Verdict> verdicts, DeviceInfo... devices) {
    return new Backends(List.of(CPU, new Fake("opencl", List.of(devices), verdicts)));
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, cpu",
    "cpu:reference, cpu:reference",
    "opencl:1, opencl:1",
    "opencl:gpu, opencl:2",
    "opencl:pocl, opencl:0",
    "opencl:RUSTICL, opencl:1",
    "opencl:h100, opencl:2",
    "opencl, opencl:2",
    "best, opencl:2",
    "CPU, cpu",
    "'cpu ', cpu",
    "' Cpu:Reference', cpu:reference",
    "OPENCL:0, opencl:0",
    "OpenCL:GPU, opencl:2",
    "BEST, opencl:2"
  })
  void aNamePicksOneDevice(String name, String expected) {
    assertEquals(expected, with(Map.of(), POCL, RUSTICL, GPU).find(name).name());
  }

  @Test
  void severalMatchesAreAnErrorThatListsThem() {
    Exception refusal =
        assertThrows(
            DeviceNotFoundException.class,
            () -> with(Map.of(), POCL, RUSTICL, GPU).find("opencl:cpu"));
    assertEquals(
        "\"opencl:cpu\" matches several devices: opencl:0 (Portable Computing Language,"
            + " pthread-haswell), opencl:1 (rusticl, llvmpipe). Name one of them.",
        refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"opencl:7", "opencl:", "opencl:radeon", "cuda", "cuda:0", "''"})
  void aNameOfNoDeviceIsAnErrorThatListsThoseThatAre(String name) {
    Exception refusal =
        assertThrows(DeviceNotFoundException.class, () -> with(Map.of(), POCL).find(name));
    assertEquals(
        "No device \""
            + name
            + "\". Present: cpu, cpu:reference, opencl:0 (Portable Computing Language,"
            + " pthread-haswell). Name one of these, in the program or by -Dflambeau.device or"
            + " FLAMBEAU_DEVICE.",
        refusal.getMessage());
  }

  @Test
  void bestIsNeverAnOpenClCpuNorEmulatedNorRefused() {
    assertEquals("cpu", with(Map.of(), POCL, RUSTICL).best().name());
    assertEquals(
        "cpu", with(Map.of("opencl:2", Verdict.STRICT_BY_EMULATION), POCL, GPU).best().name());
    assertEquals("cpu", with(Map.of("opencl:2", Verdict.NOT_STRICT), POCL, GPU).best().name());
  }

  @Test
  void aProvidersBestDeviceIsStrictBeforeAllElse() {
    Map<String, Verdict> verdicts =
        Map.of("opencl:1", Verdict.STRICT_BY_EMULATION, "opencl:2", Verdict.NOT_STRICT);
    assertEquals("opencl:0", with(verdicts, POCL, RUSTICL, GPU).find("opencl").name());
  }

  @Test
  void aProviderThatFailsLeavesItsNeighboursAlone() {
    BackendProvider broken = new Broken(new IllegalStateException("driver"));
    Backends backends = new Backends(List.of(broken, CPU));
    assertEquals("cpu", backends.best().name());
    assertEquals(2, backends.devices().size());
  }

  /** It would go unseen among what is logged of drivers. */
  @Test
  void aSettingThatIsNoneReachesTheUser() {
    SettingException none = new SettingException("flambeau.test", "of", "off");
    Backends backends = new Backends(List.of(new Broken(none), CPU));
    assertSame(none, assertThrows(SettingException.class, backends::best));
    assertEquals("cpu", backends.find("cpu").name());
  }

  /** To load a driver takes time. */
  @Test
  void aNameAsksItsOwnProviderAlone() {
    AtomicInteger asked = new AtomicInteger();
    BackendProvider counting = new Counting(new Fake("opencl", List.of(POCL), Map.of()), asked);
    Backends backends = new Backends(List.of(CPU, counting));
    assertEquals("cpu:reference", backends.find("cpu:reference").name());
    assertEquals(0, asked.get());
    assertEquals("opencl:0", backends.find("opencl").name());
    assertEquals(3, backends.devices().size());
    assertEquals(1, asked.get());
  }

  @Test
  void theSecondProviderOfANameIsLeftOut() {
    Backends backends = new Backends(List.of(CPU, CPU));
    assertEquals(2, backends.devices().size());
  }

  @Test
  void strictNumericsAreRefusedWhereTheyCannotBeKept() {
    Backends backends = with(Map.of("opencl:2", Verdict.NOT_STRICT), GPU);
    Exception refusal =
        assertThrows(
            NumericsRefusedException.class,
            () -> backends.open(GPU, new BackendOptions(Numerics.STRICT, 1)));
    assertEquals(
        "opencl:2 (NVIDIA CUDA, NVIDIA H100) cannot keep strict numerics: reasons. Choose another"
            + " device, or ask for fast numerics (--numerics fast, or Numerics.FAST), whose results"
            + " may differ from other devices'.",
        refusal.getMessage());
  }

  @Test
  void anInterruptedThreadsListIsAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    Backends backends = new Backends(List.of(new Counting(CPU, asked)));
    Thread.currentThread().interrupt();
    backends.devices();
    assertTrue(Thread.interrupted());
    backends.devices();
    backends.devices();
    assertEquals(2, asked.get());
  }

  @Test
  void whereNothingIsFoundTheMessageSaysWhatIsMissing() {
    Backends none = new Backends(List.of());
    assertTrue(none.isEmpty());
    assertEquals(
        "No device \"best\". No backend was found; flambeau-backend-cpu belongs on the class path"
            + " or module path, and a jar that is made of several must merge their"
            + " META-INF/services.",
        refusal(none, "best"));
    Backends lost = new Backends(List.of(new Fake("opencl", List.of(POCL), Map.of())));
    assertEquals(
        "No device \"cpu\". The backend cpu was not found; flambeau-backend-cpu belongs on the"
            + " class path or module path, and a jar that is made of several must merge their"
            + " META-INF/services. Present: opencl:0 (Portable Computing Language,"
            + " pthread-haswell). Name one of these, in the program or by -Dflambeau.device or"
            + " FLAMBEAU_DEVICE.",
        refusal(lost, "cpu"));
  }

  private static String refusal(Backends backends, String name) {
    return assertThrows(DeviceNotFoundException.class, () -> backends.find(name)).getMessage();
  }
}
