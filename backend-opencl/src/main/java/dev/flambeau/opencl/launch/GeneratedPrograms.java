package dev.flambeau.opencl.launch;

import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.Fused;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.opencl.device.KernelBuildException;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
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

  /** Ops whose text is kept, for when they are run once more. */
  private static final int MOST_WRITTEN = 512;

  private static final Logger LOG = LoggerFactory.getLogger(GeneratedPrograms.class);

  private final Session session;
  private final Parameters parameters;
  private final Map<String, Program> programs = new HashMap<>();
  private final LruCache<Fused, WrittenFused> fused = new LruCache<>(MOST_WRITTEN);
  private final LruCache<OptimizerUpdate, WrittenUpdate> updates = new LruCache<>(MOST_WRITTEN);
  private final Map<GroupTile, Optional<Program>> tiles = new HashMap<>();

  public GeneratedPrograms(Session session, Parameters parameters) {
    this.session = session;
    this.parameters = parameters;
  }

  /** What a fused op is launched by. */
  WrittenFused written(Fused op) {
    return fused.get(op, key -> WrittenFused.of(key, parameters.hasVectors()));
  }

  /** What an optimizer's step is launched by. */
  WrittenUpdate written(OptimizerUpdate op) {
    return updates.get(op, WrittenUpdate::of);
  }

  /** The program of this source, which stands behind the preludes and has this one kernel. */
  Program of(String source, String kernel) {
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
  Optional<Program> of(GroupTile tile) {
    return tiles.computeIfAbsent(tile, this::build);
  }

  /** Whether this device can have a tile of work-groups. */
  public boolean has(GroupTile tile) {
    return of(tile).isPresent();
  }

  /** What a program of products alone is compiled of: no functions, which take most of the time. */
  public static List<Program.Source> ofProducts(KernelFile family) {
    return Stream.of(KernelFile.NUMERICS, KernelFile.ELEMENTWISE, KernelFile.INDEXING, family)
        .map(Program.Source::of)
        .toList();
  }

  private Optional<Program> build(GroupTile tile) {
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
