package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.CommandQueue;
import dev.flambeau.opencl.launch.EagerLauncher;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.launch.ProbeLaunch;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.memory.Staging;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jocl.CLException;

/**
 * Tries whether a device keeps the contract: no flag is believed. The arithmetic is run, by a small
 * program, on inputs whose results the host knows; then all kernels are built and created.
 */
final class Probe {
  private Probe() {}

  /**
   * What was found.
   *
   * @param emulateFma whether kernels are to be built with our own fma
   * @param rounds how many rounds the loops of a work-item may go
   */
  record Outcome(Admission admission, boolean emulateFma, long rounds) {}

  static Outcome of(OpenClDevice device) {
    try (Session session = new Session(device)) {
      Finding found =
          onBench(session, false, bench -> new Finding(bench.arithmetic(), bench.loops()));
      boolean emulateFma =
          !found.arithmetic().isEmpty() && onBench(session, true, Bench::arithmetic).isEmpty();
      // Not kept for whoever opens the device: drivers cache what they compile, and PoCL, which
      // compiles a kernel at its first launch, takes half a minute to give a program as a binary.
      Kernels.build(session, Kernels.ALL, Parameters.untuned(session, emulateFma)).close();
      return new Outcome(found.admission(emulateFma), emulateFma, found.loops().rounds());
    } catch (CLException | FlambeauException e) {
      String reason =
          "its driver fails: " + e.getMessage().lines().limit(2).collect(Collectors.joining(" "));
      return new Outcome(new Admission(Verdict.NOT_STRICT, List.of(reason)), false, Limits.ENDLESS);
    }
  }

  /** What a device's own arithmetic and its loops gave. */
  private record Finding(List<String> arithmetic, LoopProbe loops) {
    Admission admission(boolean emulateFma) {
      List<String> findings = new ArrayList<>(arithmetic);
      findings.addAll(loops.findings());
      if (findings.isEmpty()) {
        return Admission.strict();
      }
      boolean isMended = (arithmetic.isEmpty() || emulateFma) && loops.suffices();
      return new Admission(isMended ? Verdict.STRICT_BY_EMULATION : Verdict.NOT_STRICT, findings);
    }
  }

  /** Works with the probe's program, built with the device's own fma or with ours. */
  private static <T> T onBench(Session session, boolean emulateFma, Function<Bench, T> work) {
    Limits limits = new Limits(session.device().localMemoryBytes(), Limits.ENDLESS);
    Parameters parameters = Parameters.untuned(session, emulateFma);
    try (Program program = Kernels.build(session, Kernels.PROBE, parameters);
        GeneratedPrograms generated = new GeneratedPrograms(session, parameters);
        DeviceMemory memory = new DeviceMemory(session);
        Staging staging = new Staging(session, memory);
        CommandQueue queue = new CommandQueue(session, memory)) {
      Launcher.Workshop workshop =
          new Launcher.Workshop(queue, program, generated, memory, parameters, limits);
      return work.apply(new Bench(memory, staging, new EagerLauncher(workshop)));
    }
  }

  /** What it takes to run the probe's kernels. */
  private record Bench(DeviceMemory memory, Staging staging, Launcher launcher) {
    /** What speaks against the device's arithmetic. */
    List<String> arithmetic() {
      ProbeCases cases = ProbeCases.make();
      View a = upload(cases.a());
      View b = upload(cases.b());
      View c = upload(cases.c());
      View y = view(cases.size() * ProbeCases.RESULTS);
      ProbeLaunch.run(a, b, c, y, launcher);
      float[] found = new float[y.type().elements()];
      read(y).asFloatBuffer().get(found);
      return cases.differences(found);
    }

    LoopProbe loops() {
      View reached = view(1);
      ProbeLaunch.rounds(LoopProbe.ASKED, reached, launcher);
      return LoopProbe.reached(read(reached).getInt(0));
    }

    private View upload(float[] values) {
      View view = view(values.length);
      ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
      bytes.asFloatBuffer().put(values);
      staging.write(bytes, DeviceBuffer.of(view), 0);
      return view;
    }

    private ByteBuffer read(View view) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(view.type().bytes()));
      staging.read(DeviceBuffer.of(view), 0, bytes.order(ByteOrder.nativeOrder()));
      return bytes.clear();
    }

    private View view(int elements) {
      DeviceBuffer buffer = memory.allocate(DType.FLOAT32, elements);
      return new View(buffer, 0, new TensorType(DType.FLOAT32, Shape.of(elements)));
    }
  }
}
