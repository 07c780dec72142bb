package dev.flambeau.cpu;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.BackendProvider;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The devices that are always there: {@code cpu} and {@code cpu:reference}. */
public final class CpuProvider implements BackendProvider {
  private static final String REFERENCE = "cpu:reference";

  /** Of Java's memory, the part that may lie idle in a device's pool. */
  private static final int POOLED_PART = 4;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public List<DeviceInfo> devices() {
    return List.of(
        device("cpu", Set.of(DType.FLOAT32, DType.INT32, DType.BOOL)),
        device(REFERENCE, Set.of(DType.values())));
  }

  private DeviceInfo device(String name, Set<DType> dtypes) {
    return new DeviceInfo(
        name,
        name(),
        DeviceClass.CPU,
        "Java " + Runtime.version(),
        System.getProperty("os.arch"),
        List.of(name),
        Runtime.getRuntime().maxMemory(),
        dtypes);
  }

  /**
   * Java's arithmetic is IEEE 754's since Java 17 (JEP 306), and fma is exact, by instruction or
   * not.
   */
  @Override
  public Admission admission(DeviceInfo device) {
    return Admission.strict();
  }

  @Override
  public Backend open(DeviceInfo device, BackendOptions options) {
    boolean isReference = device.name().equals(REFERENCE);
    List<KernelLayer> layers = isReference ? List.of() : layers();
    HostMemory memory =
        new HostMemory(device.name(), Runtime.getRuntime().maxMemory() / POOLED_PART);
    Workers workers = new Workers(isReference ? 1 : options.threads());
    try {
      KernelTable kernels = ReferenceKernels.table();
      for (KernelLayer layer : layers) {
        kernels = layer.over(kernels, workers, memory);
      }
      return new CpuBackend(device, memory, kernels, workers);
    } catch (RuntimeException | Error e) {
      workers.close();
      throw e;
    }
  }

  /** What lies over the reference's kernels, the fastest last. */
  private static List<KernelLayer> layers() {
    return Stream.concat(Stream.of(new ParallelKernels()), VectorSupport.find().stream()).toList();
  }
}
