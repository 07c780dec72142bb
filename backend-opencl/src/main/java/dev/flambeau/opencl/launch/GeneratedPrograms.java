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
  private final Map<Template, Optional<Program>> tiles = new HashMap<>();

  private record Template(KernelFile family, WorkGroupTile tile) {}

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
   * The program of a family by a tile of work-groups, unless this device cannot have it: its
   * compiler refuses it, or its groups have fewer work-items.
   */
  public Optional<Program> of(KernelFile family, WorkGroupTile tile) {
    return tiles.computeIfAbsent(new Template(family, tile), this::build);
  }

  /** Whether this device can have a family by a tile of work-groups. */
  public boolean has(KernelFile family, WorkGroupTile tile) {
    return of(family, tile).isPresent();
  }

  /** Tells that this device can have a family by none of its tiles. */
  public KernelBuildException none(KernelFile family) {
    return new KernelBuildException(
        session.device().info()
            + ": can have no tile of "
            + family.fileName()
            + ", and its log tells why. Choose another device (cpu has the same bits), or start with"
            + " -Dflambeau.opencl.kernels=cpu.",
        null);
  }

  /** What a program of products alone is compiled of: no functions, which take most of the time. */
  public static List<Program.Source> ofProducts(KernelFile... families) {
    return Stream.concat(
            Stream.of(KernelFile.NUMERICS, KernelFile.ELEMENTWISE, KernelFile.INDEXING),
            Stream.of(families))
        .map(Program.Source::of)
        .toList();
  }

  private Optional<Program> build(Template template) {
    WorkGroupTile tile = template.tile;
    List<KernelFile> files = List.of(KernelFile.GROUP_TILES, template.family);
    List<Program.Source> sources = ofProducts(files.toArray(KernelFile[]::new));
    List<String> kernels = files.stream().flatMap(file -> file.kernels().stream()).toList();
    List<String> macros = new ArrayList<>(parameters.macros());
    macros.addAll(tile.macros());
    try {
      Program program = Program.build(session, sources, kernels, macros);
      int largest = program.kernel(template.family.kernels().get(0)).largestGroup();
      if (tile.items() <= largest) {
        return Optional.of(program);
      }
      program.close();
      LOG.info("{}: left out, groups have {} work-items at most", template, largest);
    } catch (KernelBuildException e) {
      LOG.warn("{}: left out, {}", template, e.getMessage());
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
