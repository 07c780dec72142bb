package dev.flambeau.cli.command;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.Numerics;
import dev.flambeau.tensor.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The device to compute on. */
public final class DeviceOptions {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      description =
          "cpu, cpu:reference, opencl, opencl:0, opencl:gpu, opencl:TEXT (part of a platform's or"
              + " device's name), or best: a strict GPU, else cpu. Default: FLAMBEAU_DEVICE, or"
              + " best.")
  private @Nullable String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Limits.Threads.class,
      description =
          "Threads of the cpu devices, and of PoCL, for which the program starts once more."
              + " Default: one per processor.")
  private @Nullable Integer threads;

  @Option(
      names = "--numerics",
      paramLabel = "MODE",
      defaultValue = "strict",
      converter = NumericsConverter.class,
      description =
          "strict: the same bits on every device; fast: admit a device that cannot keep them."
              + " Default: ${DEFAULT-VALUE}.")
  private Numerics numerics = Numerics.STRICT;

  /** Reads numerics from the command line. */
  static final class NumericsConverter extends Choice<Numerics> {
    NumericsConverter() {
      super(Numerics.class);
    }
  }

  /** Opens it. */
  public Device open() {
    if (threads != null) {
      DeviceThreads.ensure(Backends.discover().find(name()), threads);
    }
    return Device.open(name(), options());
  }

  /** Opens what is below the tensors, for what is measured there. */
  public Backend openBackend() {
    Backends backends = Backends.discover();
    return backends.open(find(backends), options());
  }

  /** Which it is, with its threads, without opening it. */
  public DeviceInfo find() {
    return find(Backends.discover());
  }

  private DeviceInfo find(Backends backends) {
    DeviceInfo device = backends.find(name());
    if (threads != null) {
      DeviceThreads.ensure(device, threads);
    }
    return device;
  }

  /** The contract to keep. */
  public Numerics numerics() {
    return numerics;
  }

  /** The threads that a device of the host's has. */
  public int threads() {
    return options().threads();
  }

  private String name() {
    return name == null || name.isBlank() ? Device.defaultName() : name;
  }

  private BackendOptions options() {
    BackendOptions options = BackendOptions.defaults().with(numerics);
    return threads == null ? options : options.withThreads(threads);
  }
}
