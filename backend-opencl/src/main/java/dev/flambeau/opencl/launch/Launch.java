package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.memory.DeviceBuffer;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** One launch of a kernel: its arguments in order, then over how many work-items. */
public final class Launch {
  /** Work-items of a group where they do not work together. */
  private static final int GROUP = 64;

  private final Launcher launcher;
  private final Kernel kernel;
  private int arguments;

  Launch(Launcher launcher, Kernel kernel) {
    this.launcher = launcher;
    this.kernel = kernel;
  }

  /** Where a view begins in its buffer, in elements; 0 without one. */
  public static int offset(@Nullable View view) {
    return view == null ? 0 : view.offset();
  }

  /** How many parts of a size cover all. */
  public static long parts(long all, long size) {
    return (all + size - 1) / size;
  }

  /** A view: its buffer, then its offset in elements; without one, the null pointer and 0. */
  public Launch view(@Nullable View view) {
    return memory(view).number(offset(view));
  }

  /** A view from one of its elements on. */
  public Launch view(View view, int start) {
    return memory(view).number(view.offset() + start);
  }

  /** A view's buffer alone; without one, the null pointer. */
  public Launch memory(@Nullable View view) {
    return buffer(view == null ? null : DeviceBuffer.of(view));
  }

  public Launch memory(Scratch scratch) {
    return buffer(scratch.memory());
  }

  public Launch noMemory() {
    return buffer(null);
  }

  private Launch buffer(@Nullable cl_mem memory) {
    kernel.setBuffer(arguments++, memory);
    return this;
  }

  public Launch number(int value) {
    kernel.setInts(arguments++, value);
    return this;
  }

  public Launch number(float value) {
    kernel.setFloat(arguments++, value);
    return this;
  }

  /** A truth value, which is a byte. */
  public Launch truth(boolean value) {
    kernel.setByte(arguments++, value ? 1 : 0);
    return this;
  }

  /** A vector, or a struct, of ints. */
  public Launch numbers(int... values) {
    kernel.setInts(arguments++, values);
    return this;
  }

  /** So many floats of local memory. */
  public Launch localFloats(int count) {
    kernel.setLocal(arguments++, (long) count * DType.FLOAT32.bytes());
    return this;
  }

  /** The work-items that go through n elements: EACH_ELEMENT in indexing.cl. */
  public void overElements(int n) {
    overItems(items(n));
  }

  /** How many work-items go through n elements. */
  public int items(int n) {
    return (int) parts(n, launcher.parameters().run());
  }

  /** So many work-items of those that go through elements. */
  public void overItems(int items) {
    if (launcher.parameters().run() == 1) {
      over(items);
    } else {
      groups(items, 1);
    }
  }

  /** At least n work-items, in groups; the kernel leaves out those above n. */
  public void over(int n) {
    int group = Math.min(GROUP, kernel.largestGroup());
    launcher.enqueue(kernel, new long[] {(n + group - 1L) / group * group}, new long[] {group});
  }

  /** So many groups of so many work-items, or of fewer where the kernel takes no more here. */
  public void groups(int groups, int size) {
    int group = Math.min(size, kernel.largestGroup());
    launcher.enqueue(kernel, new long[] {(long) groups * group}, new long[] {group});
  }

  /** A grid of groups, given in work-items. */
  public void grid(long[] global, long[] local) {
    launcher.enqueue(kernel, global, local);
  }
}
