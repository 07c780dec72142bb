package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.opencl.memory.DeviceBuffer;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** One launch of a kernel: its arguments in order, then over how many work-items. */
final class Launch {
  /** Work-items of a group where they do not work together. */
  private static final int GROUP = 64;

  private final Launcher launcher;
  private final String name;
  private final cl_kernel kernel;
  private int arguments;

  Launch(Launcher launcher, String name, cl_kernel kernel) {
    this.launcher = launcher;
    this.name = name;
    this.kernel = kernel;
  }

  String name() {
    return name;
  }

  cl_kernel kernel() {
    return kernel;
  }

  /** A view: its buffer, then its offset in elements. */
  Launch view(View view) {
    return view(view, 0);
  }

  /** A view from one of its elements on. */
  Launch view(View view, int start) {
    return memory(DeviceBuffer.of(view)).number(view.offset() + start);
  }

  Launch memory(cl_mem memory) {
    return set(Sizeof.cl_mem, Pointer.to(memory));
  }

  Launch number(int value) {
    return set(Sizeof.cl_int, Pointer.to(new int[] {value}));
  }

  Launch number(float value) {
    return set(Sizeof.cl_float, Pointer.to(new float[] {value}));
  }

  /** An int8. */
  Launch numbers(int[] values) {
    return set(Sizeof.cl_int8, Pointer.to(values));
  }

  /** So many floats of local memory. */
  Launch localFloats(int count) {
    CL.clSetKernelArg(kernel, arguments++, (long) count * Sizeof.cl_float, null);
    return this;
  }

  private Launch set(long size, Pointer value) {
    CL.clSetKernelArg(kernel, arguments++, size, value);
    return this;
  }

  /** At least n work-items, in groups; the kernel leaves out those above n. */
  void over(int n) {
    long groups = (n + GROUP - 1L) / GROUP;
    launcher.enqueue(this, new long[] {groups * GROUP}, new long[] {GROUP});
  }

  /** So many groups of so many work-items. */
  void groups(int groups, int size) {
    launcher.enqueue(this, new long[] {(long) groups * size}, new long[] {size});
  }

  /** A grid of groups, given in work-items. */
  void grid(long[] global, long[] local) {
    launcher.enqueue(this, global, local);
  }
}
