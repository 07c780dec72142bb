package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a fused op lie as its ops read them: elements side by side, or one of each
 * row. What has to be loaded, or spread over rows, is so where it is first read.
 */
final class FusedOperands {
  private final Graph body;
  private final FusedSpace space;
  private final List<View> inputs;
  private final Registers registers;
  private final List<Instruction> instructions;
  private final List<Instruction.Copy> prologue = new ArrayList<>();
  private final @Nullable Place[] wide;
  private final @Nullable Place[] rows;
  private final @Nullable Integer[] ints;

  /**
   * By value: the node that reads it last, after all nodes for an output and for what is summed.
   */
  private final int[] lastReaders;

  private int node;
  private int[] rowNumbers = {};

  FusedOperands(
      Graph body,
      List<Graph.Node> nodes,
      FusedSpace space,
      List<View> inputs,
      Registers registers,
      List<Instruction> instructions,
      Predicate<Graph.Node> isSame) {
    this.body = body;
    this.space = space;
    this.inputs = inputs;
    this.registers = registers;
    this.instructions = instructions;
    int values = body.types().size();
    this.wide = new Place[values];
    this.rows = new Place[values];
    this.ints = new Integer[values];
    this.lastReaders = new int[values];
    trace(nodes, isSame);
    for (Graph.Node node : body.nodes()) {
      if (node.op() instanceof Fill fill) {
        number(node.firstOutput(), fill);
      }
    }
  }

  private void number(int value, Fill fill) {
    if (fill.dtype() == DType.INT32) {
      ints[value] = (int) fill.value();
    } else {
      boolean isTruth = fill.dtype() == DType.BOOL;
      float number = isTruth ? (fill.value() != 0 ? 1 : 0) : (float) fill.value();
      wide[value] = Place.number(number);
      rows[value] = wide[value];
    }
  }

  private void trace(List<Graph.Node> nodes, Predicate<Graph.Node> isSame) {
    int end = nodes.size();
    for (int n = 0; n < end; n++) {
      Graph.Node node = nodes.get(n);
      boolean isAtEnd = node.op() instanceof Reduction && space.columnAxes() > 0;
      for (int input : node.inputs()) {
        lastReaders[input] = Math.max(lastReaders[input], isAtEnd ? end : n);
      }
      lastReaders[node.firstOutput()] = n;
    }
    body.outputs().forEach(output -> lastReaders[output] = end);
    // A value that is the same as another lives on in that one's place.
    for (int n = end - 1; n >= 0; n--) {
      Graph.Node node = nodes.get(n);
      if (isSame.test(node)) {
        int source = node.inputs().get(0);
        lastReaders[source] = Math.max(lastReaders[source], lastReaders[node.firstOutput()]);
      }
    }
  }

  /** Goes on to a node: registers that only nodes before it read are free. */
  void begin(int next) {
    node = next;
  }

  int lastReader(int value) {
    return lastReaders[value];
  }

  /** Done once before the blocks of a thread. */
  List<Instruction.Copy> prologue() {
    return prologue;
  }

  /** Whether a tensor is an input that a node from this one on reads. */
  boolean isRead(View tensor, int from) {
    for (int i = 0; i < inputs.size(); i++) {
      View input = inputs.get(i);
      if (input.buffer() == tensor.buffer()
          && input.offset() == tensor.offset()
          && lastReaders[i] >= from) {
        return true;
      }
    }
    return false;
  }

  Place register(int value) {
    return registers.take(node, lastReaders[value]);
  }

  void put(int value, boolean isRow, Place place) {
    (isRow ? rows : wide)[value] = place;
  }

  Place in(int value, boolean ofRows) {
    return ofRows ? row(value) : wide(value);
  }

  /** A value's elements. */
  Place wide(int value) {
    Place place = wide[value];
    if (place == null) {
      place = space.isRow(value) ? stretched(value) : load(inputs.get(value), value);
      wide[value] = place;
    }
    return place;
  }

  /** A value's numbers, one of each row. */
  Place row(int value) {
    Place place = rows[value];
    if (place == null) {
      place = loadRows(inputs.get(value), value);
      rows[value] = place;
    }
    return place;
  }

  private Place stretched(int value) {
    Place source = row(value);
    if (source.step() == 0) {
      return source;
    }
    Place register = register(value);
    instructions.add(new RowInstruction.Stretch(source, register, space.columns(), rowNumbers()));
    return register;
  }

  /** By element of a block, its row. */
  private int[] rowNumbers() {
    if (rowNumbers.length == 0) {
      int columns = space.columns();
      int perBlock = FusedRows.of(space).perBlock();
      rowNumbers = IntStream.range(0, perBlock * columns).map(i -> i / columns).toArray();
    }
    return rowNumbers;
  }

  private Place load(View input, int value) {
    Shape shape = input.type().shape();
    boolean isBytes = input.type().dtype() == DType.BOOL;
    if (!isBytes && shape.elements() == space.shape().elements()) {
      return Place.whole(input);
    }
    if (!isBytes && shape.elements() == 1) {
      return new Place(HostBuffer.floats(input), input.offset(), false, 0);
    }
    Place register = register(value);
    instructions.add(load(input, Runs.of(space.shape(), shape), register));
    return register;
  }

  private Place loadRows(View input, int value) {
    Shape shape = input.type().shape();
    boolean isBytes = input.type().dtype() == DType.BOOL;
    if (!isBytes && shape.elements() == space.rows()) {
      return Place.whole(input);
    }
    if (!isBytes && shape.elements() == 1) {
      return new Place(HostBuffer.floats(input), input.offset(), false, 0);
    }
    Place register = register(value);
    Instruction load = load(input, RowInstruction.runs(space, shape), register);
    instructions.add(new RowInstruction.OfRows(load, space.columns()));
    return register;
  }

  private static Instruction load(View input, Runs runs, Place register) {
    return input.type().dtype() == DType.BOOL
        ? new Instruction.LoadBytes(runs, bytes(input), input.offset(), register)
        : new Instruction.LoadFloats(runs, HostBuffer.floats(input), input.offset(), register);
  }

  static byte[] bytes(View view) {
    return ((HostArray.Bytes) HostBuffer.array(view)).array();
  }

  /** INT32 elements of an input, or a number. */
  IntInstruction.Ints ints(int value, boolean ofRows) {
    Shape result = ofRows ? space.rowShape() : space.shape();
    Integer number = ints[value];
    if (number != null) {
      return new IntInstruction.Ints(new int[] {number}, 0, Runs.of(result, Shape.SCALAR));
    }
    View input = inputs.get(value);
    int[] array = ((HostArray.Ints) HostBuffer.array(input)).array();
    Shape shape = input.type().shape();
    Runs runs =
        ofRows ? RowInstruction.runs(space, shape) : Runs.of(result, stretchable(shape, result));
    return new IntInstruction.Ints(array, input.offset(), runs);
  }

  /** Labels of one-hot values do not stretch to them; they are not read by runs. */
  private static Shape stretchable(Shape shape, Shape result) {
    return shape.broadcastsTo(result) ? shape : Shape.SCALAR;
  }

  /**
   * A single number as a block of them, in a register that no instruction writes: none before this
   * one, since it is new, and none later.
   */
  Place repeated(Place place) {
    if (place.step() == 1) {
      return place;
    }
    Place block = registers.takeNew(Integer.MAX_VALUE);
    prologue.add(new Instruction.Copy(place, block));
    return block;
  }
}
