package dev.flambeau.opencl.device;

import dev.flambeau.kernels.KernelFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A built program and its kernels, each made once. A kernel object keeps its arguments, so one
 * thread at a time sets them and launches.
 */
public final class Program implements AutoCloseable {
  /** A piece of source, named for messages. */
  public record Source(String name, String text) {
    public static Source of(KernelFile file) {
      return new Source(file.fileName(), file.text());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  /**
   * How compilers name a place: {@code <source>:12:5: error}, {@code file.cl:12: error}; PoCL's are
   * {@code error: file.cl:12:5:}.
   */
  private static final Pattern PLACE =
      Pattern.compile(":(\\d+):(?:\\d+:)? (?:fatal )?error|error: [^:\\s]+:(\\d+):");

  private final Session session;
  private final cl_program program;
  private final Map<String, Kernel> kernels = new HashMap<>();

  private Program(
      Session session,
      cl_program program,
      List<Source> sources,
      List<String> names,
      String options) {
    this.session = session;
    this.program = Handles.opened(program);
    try {
      build(session.device(), sources, options);
      for (String name : names) {
        kernels.put(name, new Kernel(session, program, name));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Builds sources, one behind the other, and makes their kernels: all of them now, since some
   * drivers fail only there.
   *
   * @param defined macros to define, in the form of {@code -D}
   * @throws KernelBuildException if the compiler or the driver refuses
   */
  public static Program build(
      Session session, List<Source> sources, List<String> names, List<String> defined) {
    String text = String.join("", sources.stream().map(Source::text).toList());
    String options = options(session.device(), defined);
    Optional<ProgramCache> cache = ProgramCache.of(session.device(), text, options, names);
    Optional<Program> kept = cache.flatMap(binary -> kept(session, binary, names, options));
    if (kept.isPresent()) {
      return kept.get();
    }
    Program built = built(session, sources, names, options, text);
    cache.ifPresent(binary -> binary.keep(built.program));
    return built;
  }

  /**
   * A program of the source. A compiler that refuses it is asked once more: LLVM's handler of
   * signals, which {@link SignalHandlers} tells of, removes the file that PoCL's compiler is
   * writing when a thread of Java's faults just then; and another process may compile into PoCL's
   * cache.
   */
  private static Program built(
      Session session, List<Source> sources, List<String> names, String options, String text) {
    try {
      return new Program(session, created(session, text), sources, names, options);
    } catch (KernelBuildException e) {
      LOG.debug("{} is asked to compile once more: {}", session.device().info(), e.getMessage());
      return new Program(session, created(session, text), sources, names, options);
    }
  }

  private static cl_program created(Session session, String text) {
    return CL.clCreateProgramWithSource(session.context(), 1, new String[] {text}, null, null);
  }

  /** The program of a binary; empty if there is none that the driver takes. */
  private static Optional<Program> kept(
      Session session, ProgramCache cache, List<String> names, String options) {
    try {
      return cache
          .program(session.context())
          .map(program -> new Program(session, program, List.of(), names, options));
    } catch (CLException | KernelBuildException e) {
      cache.refused(e);
      return Optional.empty();
    }
  }

  /** No option that relaxes anything; the one that the contract needs, where the driver has it. */
  static String options(OpenClDevice device, List<String> defined) {
    List<String> options = new ArrayList<>(List.of("-cl-std=CL1.2"));
    if (device.correctlyRoundedDivide()) {
      options.add("-cl-fp32-correctly-rounded-divide-sqrt");
    }
    defined.forEach(macro -> options.add("-D" + macro));
    return String.join(" ", options);
  }

  private void build(OpenClDevice device, List<Source> sources, String options) {
    cl_device_id[] ids = {device.id()};
    try {
      CL.clBuildProgram(program, 1, ids, options, null, null);
      SignalHandlers.giveBack();
    } catch (CLException e) {
      String log = log(device);
      throw new KernelBuildException(
          device.info()
              + ": its compiler refuses the kernels ("
              + CL.stringFor_errorCode(e.getStatus())
              + ", options "
              + options
              + "). Choose another device (cpu has the same bits), or another version of its"
              + " driver."
              + place(log, sources).map(line -> "\n" + line).orElse("")
              + "\n"
              + log,
          e);
    }
  }

  /** What the compiler says; a driver that fails may have nothing to say. */
  private String log(OpenClDevice device) {
    try {
      return readLog(device);
    } catch (CLException e) {
      return "It left no log (" + e.getMessage() + ").";
    }
  }

  private String readLog(OpenClDevice device) {
    long[] size = new long[1];
    int what = CL.CL_PROGRAM_BUILD_LOG;
    CL.clGetProgramBuildInfo(program, device.id(), what, 0, null, size);
    byte[] bytes = new byte[Math.toIntExact(size[0])];
    Pointer target = Pointer.to(bytes);
    CL.clGetProgramBuildInfo(program, device.id(), what, bytes.length, target, null);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").trim();
  }

  /** The first line that the log complains of, with its file, since the compiler saw but one. */
  static Optional<String> place(String log, List<Source> sources) {
    Matcher matcher = PLACE.matcher(log);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int line = Integer.parseInt(matcher.group(matcher.group(1) == null ? 2 : 1));
    for (Source source : sources) {
      List<String> lines = source.text().lines().toList();
      if (line <= lines.size()) {
        String text = lines.get(line - 1).trim();
        return Optional.of(source.name() + ", line " + line + ": " + text);
      }
      line -= lines.size();
    }
    return Optional.empty();
  }

  /** A kernel object of its own for a launch that is enqueued many times; its owner closes it. */
  public Kernel create(String name) {
    return new Kernel(session, program, name);
  }

  /** The kernel of this name. */
  public Kernel kernel(String name) {
    Kernel kernel = kernels.get(name);
    if (kernel == null) {
      throw new IllegalArgumentException("no kernel " + name);
    }
    return kernel;
  }

  @Override
  public void close() {
    kernels.values().forEach(Kernel::close);
    kernels.clear();
    CL.clReleaseProgram(program);
    Handles.released();
  }
}
