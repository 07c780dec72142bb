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
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.ProbeLaunch;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.memory.Staging;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
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
      List<String> plain = findings(session, false);
      boolean emulateFma = !plain.isEmpty() && findings(session, true).isEmpty();
      LoopProbe loops = loops(session);
      Admission admission = admission(plain, emulateFma, loops);
      // Not kept for whoever opens the device: drivers cache what they compile, and PoCL, which
      // compiles a kernel at its first launch, takes half a minute to give a program as a binary.
      Kernels.build(session, Kernels.ALL, emulateFma).close();
      return new Outcome(admission, emulateFma, loops.rounds());
    } catch (CLException | FlambeauException e) {
      String reason = "its driver fails: " + e.getMessage().lines().findFirst().orElse("");
      return new Outcome(new Admission(Verdict.NOT_STRICT, List.of(reason)), false, 0);
    }
  }

  private static Admission admission(List<String> plain, boolean emulateFma, LoopProbe loops) {
    List<String> findings = new ArrayList<>(plain);
    findings.addAll(loops.findings());
    if (findings.isEmpty()) {
      return Admission.strict();
    }
    boolean isMended = (plain.isEmpty() || emulateFma) && loops.suffices();
    return new Admission(isMended ? Verdict.STRICT_BY_EMULATION : Verdict.NOT_STRICT, findings);
  }

  private static LoopProbe loops(Session session) {
    try (Program program = Kernels.build(session, Kernels.PROBE, false);
        DeviceMemory memory = new DeviceMemory(session);
        Staging staging = new Staging(session);
        Launcher launcher = launcher(session, program, memory, false)) {
      View reached = view(memory, 1);
      ProbeLaunch.rounds(LoopProbe.ASKED, reached, launcher);
      return LoopProbe.reached(read(reached, staging).getInt(0));
    }
  }

  /** Of kernels that are trusted with anything. */
  private static Launcher launcher(
      Session session, Program program, DeviceMemory memory, boolean emulateFma) {
    Limits limits = new Limits(session.device().localMemoryBytes(), Limits.ENDLESS);
    return new Launcher(session, program, memory, emulateFma, limits);
  }

  /** What speaks against a device's arithmetic, with its own fma or with ours. */
  private static List<String> findings(Session session, boolean emulateFma) {
    try (Program program = Kernels.build(session, Kernels.PROBE, emulateFma);
        DeviceMemory memory = new DeviceMemory(session);
        Staging staging = new Staging(session);
        Launcher launcher = launcher(session, program, memory, emulateFma)) {
      ProbeCases cases = ProbeCases.make();
      View a = upload(cases.a(), memory, staging);
      View b = upload(cases.b(), memory, staging);
      View c = upload(cases.c(), memory, staging);
      View y = view(memory, cases.size() * ProbeCases.RESULTS);
      ProbeLaunch.run(a, b, c, y, launcher);
      float[] found = new float[y.type().elements()];
      read(y, staging).asFloatBuffer().get(found);
      return cases.differences(found);
    }
  }

  private static View upload(float[] values, DeviceMemory memory, Staging staging) {
    View view = view(memory, values.length);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    staging.write(bytes, DeviceBuffer.of(view), 0);
    return view;
  }

  private static ByteBuffer read(View view, Staging staging) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(view.type().bytes()));
    staging.read(DeviceBuffer.of(view), 0, bytes.order(ByteOrder.nativeOrder()));
    return bytes.clear();
  }

  private static View view(DeviceMemory memory, int elements) {
    DeviceBuffer buffer = memory.allocate(DType.FLOAT32, elements);
    return new View(buffer, 0, new TensorType(DType.FLOAT32, Shape.of(elements)));
  }
}
