package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.thread.ObjectPool;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The code of a fused op, run on block after block. */
final class FusedBlocks {
  private static final int BLOCK = Instruction.BLOCK;

  /** Floats in a line of the cache, 64 bytes. */
  private static final int LINE = 16;

  /**
   * The first float that begins a line, in an array for which it matters: G1 lays an object of half
   * a region or more at the region's start, and its floats come after 16 bytes.
   */
  private static final int LINE_START = 12;

  private final ObjectPool<Frame> frames;
  private final Instruction[] prologue;
  private final Instruction[] instructions;
  private final @Nullable Place terms;
  private final int floats;
  private final int registerSize;

  /**
   * Code on tensors.
   *
   * @param tensors the inputs, then the outputs
   */
  FusedBlocks(ObjectPool<Frame> frames, FusedCode code, List<View> tensors) {
    this.frames = frames;
    Binding binding = new Binding(code.slots(), tensors);
    prologue = bound(code.prologue(), binding);
    instructions = bound(code.instructions(), binding);
    FusedCode.Sum sum = code.sum();
    terms = sum == null ? null : binding.place(sum.terms());
    floats = code.registers().floats();
    registerSize = code.registers().size();
  }

  private static Instruction[] bound(List<? extends Instruction> instructions, Binding binding) {
    Instruction[] bound = new Instruction[instructions.size()];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = instructions.get(i).bind(binding);
    }
    return bound;
  }

  void run(int from, int to) {
    Frame frame = begin();
    run(frame, from, to);
    frames.give(frame);
  }

  /** Some columns of some rows, of which each has so many elements. */
  void run(int width, int row, int column, int rows, int columns) {
    Frame frame = begin();
    if (columns == width) {
      run(frame, row * width, (row + rows) * width);
    } else {
      for (int i = row; i < row + rows; i++) {
        run(frame, i * width + column, i * width + column + columns);
      }
    }
    frames.give(frame);
  }

  /** The first block is short, so that the others begin with a line of the cache. */
  private void run(Frame frame, int from, int to) {
    int length = floats > 0 ? BLOCK : to - from;
    int element = from;
    int count = Math.min(to - from, Math.floorMod(LINE_START - from, LINE));
    while (element < to) {
      block(frame, element, count);
      element += count;
      count = Math.min(length, to - element);
    }
  }

  /** Some whole rows at a time. */
  void rows(int from, int to, FusedRows rows) {
    Frame frame = begin();
    for (int row = from; row < to; row += rows.perBlock()) {
      int some = Math.min(rows.perBlock(), to - row);
      block(frame, row * rows.columns(), some * rows.columns());
    }
    frames.give(frame);
  }

  /** Sums the terms of some blocks, of which each row has so many. */
  void sum(int from, int to, int length, int perRow, float[] sums) {
    Place summed = Objects.requireNonNull(terms);
    Frame frame = begin();
    for (int item = from; item < to; item++) {
      int start = item % perRow * BLOCK;
      int element = item / perRow * length + start;
      int count = Math.min(BLOCK, length - start);
      block(frame, element, count);
      sums[item] = frame.sum.block(summed.in(frame.registers), summed.at(element), count);
    }
    frames.give(frame);
  }

  private Frame begin() {
    Frame frame = frames.take();
    frame.grow(floats);
    for (Instruction instruction : prologue) {
      instruction.run(frame.registers, 0, registerSize);
    }
    return frame;
  }

  private void block(Frame frame, int element, int count) {
    for (Instruction instruction : instructions) {
      instruction.run(frame.registers, element, count);
    }
  }

  /** The registers and the sum that a thread works with, whichever op it does. */
  static final class Frame {
    private final LaneSum sum;
    private float[] registers = {};

    Frame(LaneSum sum) {
      this.sum = sum;
    }

    /** Makes it have so many floats at least. */
    void grow(int floats) {
      if (registers.length < floats) {
        registers = new float[floats];
      }
    }
  }
}
