package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Philox;
import java.util.List;

/** Random numbers, four of a block at a time, shared out among threads. */
final class DrawParallel {
  private static final int WORDS = 4;

  /** Nanoseconds for a block. */
  private static final int COST = 12;

  private final Workers workers;

  DrawParallel(Workers workers) {
    this.workers = workers;
  }

  Runnable uniform(Draw.Uniform op, List<View> inputs, List<View> outputs) {
    float[] y = HostBuffer.floats(outputs.get(0));
    int to = outputs.get(0).offset();
    return blocks(op, inputs.get(0), (i, word) -> y[to + i] = Philox.toUniform(word));
  }

  Runnable integers(Draw.Integers op, List<View> inputs, List<View> outputs) {
    int[] y = HostBuffer.ints(outputs.get(0));
    int to = outputs.get(0).offset();
    long range = Integer.toUnsignedLong(op.range());
    return blocks(
        op,
        inputs.get(0),
        (i, word) ->
            y[to + i] = op.low() + (int) (Integer.toUnsignedLong(word) * range >>> Integer.SIZE));
  }

  /** Takes the word of each element. */
  @FunctionalInterface
  private interface Taker {
    void take(int element, int word);
  }

  private Runnable blocks(Draw op, View key, Taker taker) {
    int[] words = HostBuffer.ints(key);
    int at = key.offset();
    int elements = op.shape().elements();
    int blocks = (elements + WORDS - 1) / WORDS;
    return workers.prepare(
        blocks,
        (long) blocks * COST,
        (first, end) -> {
          int[] block = new int[WORDS];
          for (int number = first; number < end; number++) {
            block[0] = number;
            block[1] = op.ordinal();
            block[2] = words[at + 2];
            block[3] = words[at + 3];
            Philox.permute(block, words[at], words[at + 1]);
            int from = number * WORDS;
            for (int i = from; i < Math.min(from + WORDS, elements); i++) {
              taker.take(i, block[i - from]);
            }
          }
        });
  }
}
