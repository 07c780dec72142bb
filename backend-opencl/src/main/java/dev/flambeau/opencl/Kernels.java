package dev.flambeau.opencl;

import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import java.util.Arrays;
import java.util.List;

/** All kernels as one program: on every driver that was tried, one is built faster than several. */
final class Kernels {
  private Kernels() {}

  static Program build(Session session, boolean emulateFma) {
    List<Program.Source> sources =
        Arrays.stream(KernelFile.values())
            .map(file -> new Program.Source(file.fileName(), file.text()))
            .toList();
    List<String> names =
        Arrays.stream(KernelFile.values()).flatMap(file -> file.kernels().stream()).toList();
    return new Program(session, sources, names, emulateFma ? List.of("EMULATE_FMA") : List.of());
  }
}
