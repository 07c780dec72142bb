package dev.flambeau.opencl.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/**
 * A kernel and the arguments that it has; for one thread at a time.
 *
 * <p>JOCL takes some 450 ns to set an argument, a third of a launch, where C takes 10. From step to
 * step most stay as they are, and such a one is not set again.
 */
public final class Kernel implements AutoCloseable {
  /** Stands for the null pointer. */
  private static final Object NULL = new Object();

  private final Session session;
  private final String name;
  private final cl_kernel kernel;
  private final int largestGroup;
  private final List<Object> arguments = new ArrayList<>();

  Kernel(Session session, cl_program program, String name) {
    this.session = session;
    this.name = name;
    try {
      kernel = CL.clCreateKernel(program, name, null);
      largestGroup = askLargestGroup();
    } catch (CLException e) {
      throw new KernelBuildException(
          String.format(
              Locale.ROOT,
              "%s: its driver has built the kernel %s but cannot create it",
              session.device().info(),
              name),
          e);
    }
    Handles.opened(kernel);
  }

  private int askLargestGroup() {
    long[] size = new long[1];
    int what = CL.CL_KERNEL_WORK_GROUP_SIZE;
    try {
      CL.clGetKernelWorkGroupInfo(
          kernel, session.device().id(), what, Sizeof.size_t, Pointer.to(size), null);
    } catch (CLException e) {
      CL.clReleaseKernel(kernel);
      throw e;
    }
    return (int) Math.min(size[0], Integer.MAX_VALUE);
  }

  public String name() {
    return name;
  }

  /** The most work-items that a group of this kernel may have on this device. */
  public int largestGroup() {
    return largestGroup;
  }

  /** Sets an argument to a buffer, or to the null pointer. */
  public void setBuffer(int index, @Nullable cl_mem buffer) {
    Object value = buffer == null ? NULL : buffer;
    if (changes(index, value)) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, buffer == null ? null : Pointer.to(buffer));
      arguments.set(index, value);
    }
  }

  /** Sets an argument to an int, or to a vector or a struct of ints. */
  public void setInts(int index, int... values) {
    if (changes(index, values)) {
      CL.clSetKernelArg(
          kernel, index, (long) Sizeof.cl_int * values.length, session.arguments().of(values));
      arguments.set(index, values);
    }
  }

  /** Sets an argument to so many bytes, which may be others each time. */
  public void setBytes(int index, Pointer values, long bytes) {
    CL.clSetKernelArg(kernel, index, bytes, values);
  }

  /** Sets an argument to a float. */
  public void setFloat(int index, float value) {
    Integer bits = Float.floatToRawIntBits(value);
    if (changes(index, bits)) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_float, session.arguments().of(bits));
      arguments.set(index, bits);
    }
  }

  /** Sets an argument of one byte, which hosts that OpenCL knows have first in a word. */
  public void setByte(int index, int value) {
    Integer word = value;
    if (changes(index, word)) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_uchar, session.arguments().of(word));
      arguments.set(index, word);
    }
  }

  /** Sets an argument to so many bytes of local memory. */
  public void setLocal(int index, long bytes) {
    if (changes(index, bytes)) {
      CL.clSetKernelArg(kernel, index, bytes, null);
      arguments.set(index, bytes);
    }
  }

  /** Whether an argument is another than the one that is set; makes room for it. */
  private boolean changes(int index, Object value) {
    while (arguments.size() <= index) {
      arguments.add(this); // equal to no argument
    }
    Object old = arguments.get(index);
    if (isSame(value, old)) {
      return false;
    }
    arguments.set(index, this); // until it is set, which may fail
    return true;
  }

  private static boolean isSame(Object value, Object old) {
    if (value instanceof int[] values && old instanceof int[] before) {
      return Arrays.equals(values, before);
    }
    // JOCL's objects are equal by address, which another buffer may have got since.
    return value instanceof cl_mem ? value == old : value.equals(old);
  }

  /** Enqueues a launch with the arguments that are set. */
  public void enqueue(long[] global, long[] local) {
    CL.clEnqueueNDRangeKernel(
        session.queue(), kernel, global.length, null, global, local, 0, null, null);
  }

  @Override
  public void close() {
    CL.clReleaseKernel(kernel);
    Handles.released();
  }
}
