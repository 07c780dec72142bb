package dev.flambeau.cpu.memory;

import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/** A buffer of {@link HostMemory}: an array, which may be longer than was asked for. */
public final class HostBuffer implements Buffer {
  private final HostMemory memory;
  private final DType dtype;
  private final int elements;
  private final long arrayBytes;
  private volatile @Nullable HostArray array;

  HostBuffer(HostMemory memory, HostArray array, int elements) {
    this.memory = memory;
    this.dtype = array.dtype();
    this.elements = elements;
    this.arrayBytes = array.bytes();
    this.array = array;
  }

  /** The array that a view lies in; its first element is at the view's offset. */
  public static HostArray array(View view) {
    HostArray array = ((HostBuffer) view.buffer()).array;
    if (array == null) {
      throw new IllegalStateException("buffer: closed, but " + view.type() + " in it is used");
    }
    return array;
  }

  /** The array of a FLOAT32 view. */
  public static float[] floats(View view) {
    return ((HostArray.Floats) array(view)).array();
  }

  /** The array of an INT32 view. */
  public static int[] ints(View view) {
    return ((HostArray.Ints) array(view)).array();
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int elements() {
    return elements;
  }

  @Override
  public void close() {
    HostArray mine;
    synchronized (this) {
      mine = array;
      array = null;
    }
    if (mine != null) {
      memory.release(mine);
    }
  }

  /** The array has gone with the buffer; what is left is to count it out. */
  @Override
  public Runnable whenForgotten() {
    HostMemory counts = memory;
    long bytes = arrayBytes;
    return () -> counts.forget(bytes);
  }
}
