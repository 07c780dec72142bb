package dev.flambeau.opencl.launch;

import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.KernelBuildException;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs that are built when they are asked for, each once: of source that is written at run
 * time, and of the template for work-groups. Closed with the backend.
 */
public final class GeneratedPrograms implements AutoCloseable {
  /** The files without kernels, which all others are compiled after. */
  private static final List<KernelFile> PRELUDES =
      Arrays.stream(KernelFile.values()).filter(file -> file.kernels().isEmpty()).toList();

  private static final Logger LOG = LoggerFactory.getLogger(GeneratedPrograms.class);

  private final Session session;
  private final Parameters parameters;
  private final Map<String, Program> programs = new HashMap<>();
  private final Map<WorkGroupTile, Optional<Program>> tiles = new HashMap<>();

  public GeneratedPrograms(Session session, Parameters parameters) {
    this.session = session;
    this.parameters = parameters;
  }

  /** The program of this source, which stands behind the preludes and has this one kernel. */
  public Program of(String source, String kernel) {
    return programs.computeIfAbsent(source, text -> build(text, kernel));
  }

  private Program build(String source, String kernel) {
    List<Program.Source> sources = new ArrayList<>();
    PRELUDES.forEach(file -> sources.add(Program.Source.of(file)));
    sources.add(new Program.Source("the generated kernel " + kernel, source));
    return Program.build(session, sources, List.of(kernel), parameters.macros());
  }

  /**
   * The program of a tile of work-groups, unless this device cannot have it: its compiler refuses
   * it, or its groups have fewer work-items.
   */
  public Optional<Program> of(WorkGroupTile tile) {
    return tiles.computeIfAbsent(tile, this::build);
  }

  /** Whether this device can have a tile of work-groups. */
  public boolean has(WorkGroupTile tile) {
    return of(tile).isPresent();
  }

  /** What a program of products alone is compiled of: no functions, which take most of the time. */
  public static List<Program.Source> ofProducts(KernelFile family) {
    return Stream.of(KernelFile.NUMERICS, KernelFile.ELEMENTWISE, KernelFile.INDEXING, family)
        .map(Program.Source::of)
        .toList();
  }

  private Optional<Program> build(WorkGroupTile tile) {
    KernelFile file = KernelFile.MATMUL_GROUPS;
    List<String> macros = new ArrayList<>(parameters.macros());
    macros.addAll(tile.macros());
    try {
      Program program = Program.build(session, ofProducts(file), file.kernels(), macros);
      int largest = program.kernel("matmul_groups_tiles").largestGroup();
      if (tile.items() <= largest) {
        return Optional.of(program);
      }
      program.close();
      LOG.info("{}: left out, groups have {} work-items at most", tile, largest);
    } catch (KernelBuildException e) {
      LOG.warn("{}: left out, {}", tile, e.getMessage());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
    tiles.values().forEach(built -> built.ifPresent(Program::close));
    tiles.clear();
  }
}
