package dev.flambeau.opencl;

import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.MatmulTile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which files make which program. */
final class Kernels {
  /** What the arithmetic is tried by, before anything else is built. */
  static final List<KernelFile> PROBE = List.of(KernelFile.NUMERICS, KernelFile.PROBE);

  /**
   * All others as one program: on every driver that was tried, one is built faster than several.
   */
  static final List<KernelFile> ALL =
      Arrays.stream(KernelFile.values()).filter(file -> file != KernelFile.PROBE).toList();

  private Kernels() {}

  static Program build(Session session, List<KernelFile> files, boolean emulateFma) {
    List<Program.Source> sources =
        files.stream().map(file -> new Program.Source(file.fileName(), file.text())).toList();
    return Program.build(session, sources, names(files), defined(session, emulateFma));
  }

  private static List<String> names(List<KernelFile> files) {
    return files.stream().flatMap(file -> file.kernels().stream()).toList();
  }

  /** What matrix products are compiled for. */
  static MatmulTile tile(Session session, boolean emulateFma) {
    return MatmulTile.of(session.device().nativeFloats(), emulateFma);
  }

  private static List<String> defined(Session session, boolean emulateFma) {
    List<String> defined = new ArrayList<>(tile(session, emulateFma).macros());
    if (emulateFma) {
      defined.add("EMULATE_FMA");
    }
    return defined;
  }
}
