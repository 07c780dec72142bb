package dev.flambeau.opencl;

import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.Parameters;
import java.util.Arrays;
import java.util.List;

/** Which files make which program. */
final class Kernels {
  /** What the arithmetic is tried by, before anything else is built. */
  static final List<KernelFile> PROBE = List.of(KernelFile.NUMERICS, KernelFile.PROBE);

  /**
   * All others as one program: on every driver that was tried, one is built faster than several.
   * But the template for work-groups, which makes a program for each of its tiles.
   */
  static final List<KernelFile> ALL =
      Arrays.stream(KernelFile.values())
          .filter(file -> file != KernelFile.PROBE && !KernelFile.OF_GROUPS.contains(file))
          .toList();

  private Kernels() {}

  static Program build(Session session, List<KernelFile> files, Parameters parameters) {
    List<Program.Source> sources = files.stream().map(Program.Source::of).toList();
    return Program.build(session, sources, names(files), parameters.macros());
  }

  private static List<String> names(List<KernelFile> files) {
    return files.stream().flatMap(file -> file.kernels().stream()).toList();
  }
}
