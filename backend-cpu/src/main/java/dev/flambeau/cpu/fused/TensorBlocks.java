package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.thread.Workers;
import java.util.List;

/** Several tensors as one row of blocks, so that threads share out all of them at once. */
final class TensorBlocks {
  /** Elements of a block, all but a tensor's last one. */
  static final int SIZE = 1024;

  /** Work on some elements of one of the tensors. */
  @FunctionalInterface
  interface Work {
    void run(int tensor, int from, int to);
  }

  private final int[] elements;

  /** By tensor: how many blocks it and those before it have. */
  private final int[] ends;

  /** Where the tensors lie does not matter, how large they are does. */
  TensorBlocks(List<View> tensors) {
    elements = tensors.stream().mapToInt(tensor -> tensor.type().elements()).toArray();
    ends = new int[elements.length];
    int blocks = 0;
    for (int i = 0; i < elements.length; i++) {
      blocks = Math.addExact(blocks, (int) ((elements[i] + SIZE - 1L) / SIZE));
      ends[i] = blocks;
    }
  }

  /** Makes work on all elements ready to be shared out, at so many nanoseconds an element. */
  Runnable prepare(Workers workers, int cost, Work work) {
    int blocks = ends[ends.length - 1];
    return workers.prepare(blocks, (long) blocks * SIZE * cost, (from, to) -> each(from, to, work));
  }

  private void each(int from, int to, Work work) {
    for (int tensor = 0, begin = 0; begin < to; begin = ends[tensor++]) {
      int first = Math.max(from, begin);
      int last = Math.min(to, ends[tensor]);
      if (first < last) {
        work.run(
            tensor,
            (first - begin) * SIZE,
            (int) Math.min((long) (last - begin) * SIZE, elements[tensor]));
      }
    }
  }
}
