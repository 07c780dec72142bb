package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.loop.LoopGenerator;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.loop.TruthLoops;
import java.util.Arrays;

/** One op of a fused kernel, on a block of elements. */
sealed interface Instruction
    permits Instruction.Copy,
        Instruction.Load,
        Instruction.InLoop,
        Instruction.Store,
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

  /**
   * Brings elements of a tensor that is stretched, in pieces, or not of floats into a register. Of
   * each piece they follow each other, or one is repeated.
   */
  sealed interface Load extends Instruction, BroadcastRuns.Piece {
    BroadcastRuns runs();

    Place y();

    @Override
    default void run(float[] registers, int element, int count) {
      runs().each(0, element, count, registers, y().at(element), this);
    }
  }

  /** Elements of a FLOAT32 tensor. */
  record LoadFloats(BroadcastRuns runs, float[] x, int offset, Place y) implements Load {
    @Override
    public void run(float[] registers, int at, int index, int count) {
      if (runs.step(0) == 1) {
        System.arraycopy(x, offset + index, registers, at, count);
      } else {
        Arrays.fill(registers, at, at + count, x[offset + index]);
      }
    }

    @Override
    public LoadFloats bind(Binding binding) {
      return new LoadFloats(runs, binding.floats(x), binding.offset(x), y);
    }
  }

  /** Elements of a BOOL tensor, as 1 and 0. */
  record LoadBytes(TruthLoops truth, BroadcastRuns runs, byte[] x, int offset, Place y)
      implements Load {
    @Override
    public void run(float[] registers, int at, int index, int count) {
      if (runs.step(0) == 1) {
        truth.toFloats(x, offset + index, registers, at, count);
      } else {
        Arrays.fill(registers, at, at + count, x[offset + index]);
      }
    }

    @Override
    public LoadBytes bind(Binding binding) {
      return new LoadBytes(truth, runs, binding.bytes(x), binding.offset(x), y);
    }
  }

  /** Brings elements from a register to a tensor that is in pieces or not of floats. */
  sealed interface Store extends Instruction, BroadcastRuns.Piece {
    Place x();

    BroadcastRuns runs();

    @Override
    default void run(float[] registers, int element, int count) {
      runs().each(0, element, count, registers, x().at(element), this);
    }
  }

  /** Into a FLOAT32 tensor. */
  record StoreFloats(Place x, BroadcastRuns runs, float[] y, int offset) implements Store {
    @Override
    public void run(float[] registers, int at, int index, int count) {
      System.arraycopy(registers, at, y, offset + index, count);
    }

    @Override
    public StoreFloats bind(Binding binding) {
      return new StoreFloats(x, runs, binding.floats(y), binding.offset(y));
    }
  }

  /** 1 and 0 into a BOOL tensor. */
  record StoreBytes(TruthLoops truth, Place x, BroadcastRuns runs, byte[] y, int offset)
      implements Store {
    @Override
    public void run(float[] registers, int at, int index, int count) {
      truth.toBytes(registers, at, y, offset + index, count);
    }

    @Override
    public StoreBytes bind(Binding binding) {
      return new StoreBytes(truth, x, runs, binding.bytes(y), binding.offset(y));
    }
  }
}
