package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.View;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.KernelBench;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.launch.ProbeLaunch;
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
   * @param failures of the driver, which may have had a cause that passes; an outcome of arithmetic
   *     has none
   */
  record Outcome(Admission admission, boolean emulateFma, long rounds, Failures failures) {}

  static Outcome of(OpenClDevice device) {
    try (Session session = new Session(device)) {
      Finding found =
          onBench(session, false, bench -> new Finding(bench.arithmetic(), bench.loops()));
      boolean emulateFma =
          !found.arithmetic().isEmpty() && onBench(session, true, Bench::arithmetic).isEmpty();
      // Not kept for whoever opens the device: drivers cache what they compile, and PoCL, which
      // compiles a kernel at its first launch, takes half a minute to give a program as a binary.
      Kernels.build(session, Kernels.ALL, Parameters.untuned(session, emulateFma)).close();
      return new Outcome(
          found.admission(emulateFma), emulateFma, found.loops().rounds(), Failures.NONE);
    } catch (CLException | FlambeauException e) {
      String reason =
          "its driver fails: " + e.getMessage().lines().limit(2).collect(Collectors.joining(" "));
      Admission admission = new Admission(Verdict.NOT_STRICT, List.of(reason));
      return new Outcome(admission, false, Limits.ENDLESS, Failures.NONE.andOne());
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
    Parameters parameters = Parameters.untuned(session, emulateFma);
    try (Program program = Kernels.build(session, Kernels.PROBE, parameters);
        GeneratedPrograms generated = new GeneratedPrograms(session, parameters);
        KernelBench tensors = new KernelBench(session)) {
      Launcher launcher = tensors.launcher(program, generated, parameters, Limits.ENDLESS);
      return work.apply(new Bench(tensors, launcher));
    }
  }

  /** What it takes to run the probe's kernels. */
  private record Bench(KernelBench tensors, Launcher launcher) {
    /** What speaks against the device's arithmetic. */
    List<String> arithmetic() {
      ProbeCases cases = ProbeCases.make();
      int size = cases.size();
      View a = tensors.upload(cases.a(), size);
      View b = tensors.upload(cases.b(), size);
      View c = tensors.upload(cases.c(), size);
      float[] found = new float[size * ProbeCases.RESULTS];
      View y = tensors.empty(found.length);
      ProbeLaunch.run(a, b, c, y, launcher);
      tensors.read(y).asFloatBuffer().get(found);
      return cases.differences(found);
    }

    LoopProbe loops() {
      View reached = tensors.empty(1);
      ProbeLaunch.rounds(LoopProbe.ASKED, reached, launcher);
      return LoopProbe.reached(tensors.read(reached).getInt(0));
    }
  }
}
