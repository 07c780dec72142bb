package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Philox;
import java.util.List;

/** Random numbers, four of a block at a time, shared out among threads. */
final class DrawParallel {
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
    return blocks(op, inputs.get(0), (i, word) -> y[to + i] = op.fromWord(word));
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
    int blocks = (elements + Philox.WORDS - 1) / Philox.WORDS;
    return workers.prepare(
        blocks,
        (long) blocks * COST,
        (first, end) -> {
          Philox numbers = op.sequence(words[at], words[at + 1], words[at + 2], words[at + 3]);
          int[] block = new int[Philox.WORDS];
          for (int number = first; number < end; number++) {
            numbers.block(number, block);
            int from = number * Philox.WORDS;
            for (int i = from; i < Math.min(from + Philox.WORDS, elements); i++) {
              taker.take(i, block[i - from]);
            }
          }
        });
  }
}
