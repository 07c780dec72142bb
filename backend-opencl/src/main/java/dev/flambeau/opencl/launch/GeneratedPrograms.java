package dev.flambeau.opencl.launch;

import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Programs whose source is written at run time, each built once; closed with the backend. */
public final class GeneratedPrograms implements AutoCloseable {
  /** The files without kernels, which all others are compiled after. */
  private static final List<KernelFile> PRELUDES =
      Arrays.stream(KernelFile.values()).filter(file -> file.kernels().isEmpty()).toList();

  private final Session session;
  private final Parameters parameters;
  private final Map<String, Program> programs = new HashMap<>();

  public GeneratedPrograms(Session session, Parameters parameters) {
    this.session = session;
    this.parameters = parameters;
  }

  /** The program of this source, which stands behind the preludes and has this one kernel. */
  Program of(String source, String kernel) {
    return programs.computeIfAbsent(source, text -> build(text, kernel));
  }

  private Program build(String source, String kernel) {
    List<Program.Source> sources = new ArrayList<>();
    PRELUDES.forEach(file -> sources.add(Program.Source.of(file)));
    sources.add(new Program.Source("generated", source));
    return Program.build(session, sources, List.of(kernel), parameters.macros());
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
  }
}
