package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.loop.LoopGenerator;
import dev.flambeau.cpu.loop.Place;
import java.util.Arrays;

/** One op of a fused kernel, on a block of elements. */
sealed interface Instruction
    permits Instruction.Copy,
        Instruction.Load,
        Instruction.InLoop,
        Instruction.StoreBytes,
        IntInstruction,
        RowInstruction {
  /** Elements of a block, and so of a register: one sum's worth, and few enough for the cache. */
  int BLOCK = LaneSum.BLOCK;

  /**
   * Computes some elements.
   *
   * @param registers the thread's own values in between
   * @param element the first one
   * @param count how many, at most a block
   */
  void run(float[] registers, int element, int count);

  /** The same on tensors in the places of slots. */
  Instruction bind(Binding binding);

  /** One op or several in a loop, which knows the order of its places. */
  record InLoop(LoopGenerator.Loop loop, Place[] places) implements Instruction {
    @Override
    public void run(float[] registers, int element, int count) {
      loop.run(places, registers, element, count);
    }

    @Override
    public InLoop bind(Binding binding) {
      return new InLoop(loop, binding.places(places));
    }
  }

  /** The same value elsewhere, a single number repeated. */
  record Copy(Place x, Place y) implements Instruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] from = x.in(registers);
      float[] into = y.in(registers);
      int at = x.at(element);
      int to = y.at(element);
      if (x.step() == 1) {
        System.arraycopy(from, at, into, to, count);
      } else {
        Arrays.fill(into, to, to + count, from[at]);
      }
    }

    @Override
    public Copy bind(Binding binding) {
      return new Copy(binding.place(x), binding.place(y));
    }
  }

  /** Brings elements of a tensor that is stretched, or not of floats, into a register. */
  sealed interface Load extends Instruction {
    BroadcastRuns runs();

    Place y();

    /** Brings in some that follow each other, or one repeatedly. */
    void load(int from, int step, float[] registers, int to, int count);

    @Override
    default void run(float[] registers, int element, int count) {
      int end = element + count;
      int to = y().at(element);
      for (int e = element; e < end; ) {
        int some = Math.min(runs().left(e), end - e);
        load(runs().at(0, e), runs().step(0), registers, to, some);
        to += some;
        e += some;
      }
    }
  }

  /** Elements of a FLOAT32 tensor. */
  record LoadFloats(BroadcastRuns runs, float[] x, int offset, Place y) implements Load {
    @Override
    public void load(int from, int step, float[] registers, int to, int count) {
      if (step == 1) {
        System.arraycopy(x, offset + from, registers, to, count);
      } else {
        Arrays.fill(registers, to, to + count, x[offset + from]);
      }
    }

    @Override
    public LoadFloats bind(Binding binding) {
      return new LoadFloats(runs, binding.floats(x), binding.offset(x), y);
    }
  }

  /** Elements of a BOOL tensor, as 1 and 0. */
  record LoadBytes(BroadcastRuns runs, byte[] x, int offset, Place y) implements Load {
    @Override
    public void load(int from, int step, float[] registers, int to, int count) {
      for (int i = 0; i < count; i++) {
        registers[to + i] = x[offset + from + i * step];
      }
    }

    @Override
    public LoadBytes bind(Binding binding) {
      return new LoadBytes(runs, binding.bytes(x), binding.offset(x), y);
    }
  }

  /** 1 and 0 into a BOOL tensor. */
  record StoreBytes(Place x, byte[] y, int offset) implements Instruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] from = x.in(registers);
      int at = x.at(element);
      for (int i = 0; i < count; i++) {
        y[offset + element + i] = (byte) from[at + i * x.step()];
      }
    }

    @Override
    public StoreBytes bind(Binding binding) {
      return new StoreBytes(binding.place(x), binding.bytes(y), binding.offset(y));
    }
  }
}
