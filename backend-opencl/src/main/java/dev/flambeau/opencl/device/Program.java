package dev.flambeau.opencl.device;

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
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * A built program and its kernels, each made once. A kernel object keeps its arguments, so one
 * thread at a time sets them and launches.
 */
public final class Program implements AutoCloseable {
  /** A piece of source, named for messages. */
  public record Source(String name, String text) {}

  /** How compilers name a place: {@code <source>:12:5: error}, {@code file.cl:12:5: error}. */
  private static final Pattern PLACE = Pattern.compile(":(\\d+):(?:\\d+:)? (?:fatal )?error");

  private final cl_program program;
  private final Map<String, cl_kernel> kernels = new HashMap<>();

  /**
   * Builds sources, one behind the other, and makes their kernels.
   *
   * @param defined macros to define, in the form of {@code -D}
   * @throws KernelBuildException if the compiler or the driver refuses
   */
  public Program(Session session, List<Source> sources, List<String> names, List<String> defined) {
    StringBuilder text = new StringBuilder();
    sources.forEach(source -> text.append(source.text()));
    String[] parts = {text.toString()};
    program = Handles.opened(CL.clCreateProgramWithSource(session.context(), 1, parts, null, null));
    try {
      build(session.device(), sources, options(session.device(), defined));
      for (String name : names) {
        kernels.put(name, create(session.device(), name));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** No option that relaxes anything; the one that the contract needs, where the driver has it. */
  private static String options(OpenClDevice device, List<String> defined) {
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
    } catch (CLException e) {
      String log = log(device);
      throw new KernelBuildException(
          device.info()
              + ": its compiler refuses the kernels ("
              + e.getMessage()
              + ", options "
              + options
              + ")."
              + place(log, sources).map(line -> "\n" + line).orElse("")
              + "\n"
              + log,
          e);
    }
  }

  private cl_kernel create(OpenClDevice device, String name) {
    try {
      return Handles.opened(CL.clCreateKernel(program, name, null));
    } catch (CLException e) {
      throw new KernelBuildException(
          device.info() + ": its driver has built the kernel " + name + " but cannot create it", e);
    }
  }

  private String log(OpenClDevice device) {
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
    int line = Integer.parseInt(matcher.group(1));
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

  /** The kernel of this name. */
  public cl_kernel kernel(String name) {
    cl_kernel kernel = kernels.get(name);
    if (kernel == null) {
      throw new IllegalArgumentException("no kernel " + name);
    }
    return kernel;
  }

  @Override
  public void close() {
    for (cl_kernel kernel : kernels.values()) {
      CL.clReleaseKernel(kernel);
      Handles.released();
    }
    kernels.clear();
    CL.clReleaseProgram(program);
    Handles.released();
  }
}
