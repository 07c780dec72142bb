package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.thread.ObjectPool;
import java.util.List;

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
  private final Part[] parts;
  private final int floats;
  private final int registerSize;

  /** A part of the code on tensors. */
  private record Part(Instruction[] ofRow, Instruction[] ofBlock, Place[] terms, Place[] results) {
    static Part of(FusedCode.Part part, Binding binding) {
      return new Part(
          bound(part.ofRow(), binding),
          bound(part.ofBlock(), binding),
          part.sums().stream().map(sum -> binding.place(sum.terms())).toArray(Place[]::new),
          part.sums().stream().map(sum -> binding.place(sum.result())).toArray(Place[]::new));
    }
  }

  /**
   * Code on tensors.
   *
   * @param tensors the inputs, then the outputs
   */
  FusedBlocks(ObjectPool<Frame> frames, FusedCode code, List<View> tensors) {
    this.frames = frames;
    Binding binding = new Binding(code.slots(), tensors);
    prologue = bound(code.prologue(), binding);
    parts = code.parts().stream().map(part -> Part.of(part, binding)).toArray(Part[]::new);
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
      run(parts[0].ofBlock, frame, element, count);
      element += count;
      count = Math.min(length, to - element);
    }
  }

  /** Some whole rows at a time. */
  void rows(int from, int to, FusedRows rows) {
    Frame frame = begin();
    for (int row = from; row < to; row += rows.perBlock()) {
      if (rows.areInPhases()) {
        phases(frame, row, rows.columns());
      } else {
        int some = Math.min(rows.perBlock(), to - row);
        run(parts[0].ofBlock, frame, row * rows.columns(), some * rows.columns());
      }
    }
    frames.give(frame);
  }

  private void phases(Frame frame, int row, int columns) {
    for (Part part : parts) {
      run(part.ofRow, frame, row * columns, columns);
      if (part.ofBlock.length > 0 || part.terms.length > 0) {
        blocks(part, frame, row * columns, columns);
      }
    }
  }

  /** All blocks of a row, and the sums of their sums. */
  private void blocks(Part part, Frame frame, int first, int columns) {
    int perRow = LaneSum.blocks(columns);
    frame.growSums(part.terms.length * perRow);
    for (int block = 0; block < perRow; block++) {
      int element = first + block * BLOCK;
      int count = Math.min(BLOCK, first + columns - element);
      run(part.ofBlock, frame, element, count);
      for (int i = 0; i < part.terms.length; i++) {
        frame.sums[i * perRow + block] = sum(part.terms[i], frame, element, count);
      }
    }
    for (int i = 0; i < part.results.length; i++) {
      Place result = part.results[i];
      result.in(frame.registers)[result.offset()] = frame.sum.of(frame.sums, i * perRow, perRow);
    }
  }

  /** Sums the terms of some blocks, of which each row has so many. */
  void sum(int from, int to, int length, int perRow, float[] sums) {
    Part part = parts[0];
    Frame frame = begin();
    for (int item = from; item < to; item++) {
      int start = item % perRow * BLOCK;
      int element = item / perRow * length + start;
      int count = Math.min(BLOCK, length - start);
      run(part.ofBlock, frame, element, count);
      sums[item] = sum(part.terms[0], frame, element, count);
    }
    frames.give(frame);
  }

  private static float sum(Place terms, Frame frame, int element, int count) {
    return frame.sum.block(terms.in(frame.registers), terms.at(element), count);
  }

  private Frame begin() {
    Frame frame = frames.take();
    frame.grow(floats);
    run(prologue, frame, 0, registerSize);
    return frame;
  }

  private static void run(Instruction[] instructions, Frame frame, int element, int count) {
    for (Instruction instruction : instructions) {
      instruction.run(frame.registers, element, count);
    }
  }

  /** The registers and the sum that a thread works with, whichever op it does. */
  static final class Frame {
    private final LaneSum sum;
    private float[] registers = {};

    /** Of the blocks of a row. */
    private float[] sums = {};

    Frame(LaneSum sum) {
      this.sum = sum;
    }

    /** Makes it have so many floats at least. */
    void grow(int floats) {
      if (registers.length < floats) {
        registers = new float[floats];
      }
    }

    /** Makes it have room for so many sums at least. */
    void growSums(int blocks) {
      if (sums.length < blocks) {
        sums = new float[blocks];
      }
    }
  }
}
