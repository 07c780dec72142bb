package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.loop.TruthLoops;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
  private final FusedRows shape;
  private final TruthLoops truth;
  private final List<TensorSlot> inputs;
  private final Registers registers;
  private final List<Instruction.Copy> prologue = new ArrayList<>();
  private final @Nullable Place[] wide;
  private final @Nullable Place[] rows;
  private final @Nullable Integer[] ints;

  /** The inputs of which a row is brought in once for all phases, and where it is then. */
  private final BitSet kept = new BitSet();

  private final @Nullable Place[] keptRows;

  /**
   * By value: the node that reads it last, after all nodes for an output and for what is summed.
   */
  private final int[] lastReaders;

  private List<Instruction> ofRow = List.of();
  private List<Instruction> ofBlock = List.of();
  private int node;
  private int[] rowNumbers = {};

  FusedOperands(Fused op, FusedRows shape, TruthLoops truth) {
    this.truth = truth;
    this.body = op.body();
    this.space = op.space();
    this.shape = shape;
    this.inputs = body.inputs().stream().map(TensorSlot::of).toList();
    this.registers = new Registers(op.isByRows() ? shape.registerSize() : Instruction.BLOCK);
    int values = body.types().size();
    this.wide = new Place[values];
    this.rows = new Place[values];
    this.ints = new Integer[values];
    this.keptRows = new Place[values];
    this.lastReaders = new int[values];
  }

  /**
   * Keeps rows that several phases read, if they are in pieces: these are often a power of two
   * apart, and then the second-level cache has places for few of them.
   */
  void keepRows(List<FusedPhase> phases) {
    if (space.isDense() || space.columns() > FusedRows.MOST_COLUMNS) {
      return;
    }
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      long readers = phases.stream().filter(phase -> phase.reads(input)).count();
      kept.set(input, readers > 1 && !space.isOneARow(input));
    }
  }

  /**
   * Begins with a part of the ops: what an earlier one had of elements is gone.
   *
   * @param after what reads their results after the last of them
   * @param isSame whether a node gives what it takes
   * @param ofRow where what brings in numbers of rows is put
   * @param ofBlock where what brings in elements is put
   */
  void begin(
      List<Graph.Node> nodes,
      List<Graph.Node> after,
      Predicate<Graph.Node> isSame,
      List<Instruction> ofRow,
      List<Instruction> ofBlock) {
    this.ofRow = ofRow;
    this.ofBlock = ofBlock;
    registers.free();
    System.arraycopy(keptRows, 0, wide, 0, wide.length);
    Arrays.fill(lastReaders, 0);
    trace(nodes, after, isSame);
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

  private void trace(List<Graph.Node> nodes, List<Graph.Node> after, Predicate<Graph.Node> isSame) {
    int end = nodes.size();
    for (int n = 0; n < end; n++) {
      Graph.Node node = nodes.get(n);
      boolean isAtEnd = node.op() instanceof Reduction && space.columnAxes() > 0;
      for (int input : node.inputs()) {
        lastReaders[input] = Math.max(lastReaders[input], isAtEnd ? end : n);
      }
      lastReaders[node.firstOutput()] = n;
    }
    after.forEach(node -> lastReaders[node.inputs().get(0)] = end);
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
  void goTo(int next) {
    node = next;
  }

  int lastReader(int value) {
    return lastReaders[value];
  }

  List<TensorSlot> inputs() {
    return inputs;
  }

  Registers registers() {
    return registers;
  }

  /** Done once before the blocks of a thread. */
  List<Instruction.Copy> prologue() {
    return prologue;
  }

  /** Whether a tensor is an input that a node from this one on reads. */
  boolean isRead(TensorSlot tensor, int from) {
    int input = inputs.indexOf(tensor);
    return input >= 0 && lastReaders[input] >= from;
  }

  Place register(int value, boolean isRow) {
    return isRow && shape.areInPhases()
        ? registers.keep()
        : registers.take(node, lastReaders[value]);
  }

  /** A register for the number of a row, from phase to phase. */
  Place keep(int value) {
    Place register = registers.keep();
    rows[value] = register;
    return register;
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
      boolean isNumber = space.isRow(value) || shape.areInPhases() && isStretched(value);
      place = isNumber ? stretched(value) : load(value, false);
      wide[value] = place;
    }
    return place;
  }

  /** A value's numbers, one of each row. */
  Place row(int value) {
    Place place = rows[value];
    if (place == null) {
      place = load(value, true);
      rows[value] = place;
    }
    return place;
  }

  /** Whether an input has one number for all columns. */
  private boolean isStretched(int value) {
    return value < inputs.size() && space.isOneARow(value);
  }

  private Place stretched(int value) {
    Place source = row(value);
    if (source.step() == 0) {
      return source;
    }
    if (source.array() == null && shape.perBlock() == 1) {
      return source.asNumber(); // a block is of one row, which has one of it
    }
    Place register = register(value, false);
    ofBlock.add(new RowInstruction.Stretch(source, register, space.columns(), rowNumbers()));
    return register;
  }

  /** By element of a block, its row. */
  private int[] rowNumbers() {
    if (rowNumbers.length == 0) {
      int columns = space.columns();
      int perBlock = shape.perBlock();
      rowNumbers = IntStream.range(0, perBlock * columns).map(i -> i / columns).toArray();
    }
    return rowNumbers;
  }

  /** Brings in an input that does not lie as it is read: elements, or one of each row. */
  private Place load(int value, boolean ofRows) {
    TensorSlot input = inputs.get(value);
    int elements = ofRows ? space.rows() : space.shape().elements();
    int own = input.type().shape().elements();
    boolean isKept = !ofRows && kept.get(value);
    Place whole = own == elements && !isKept ? whole(input, ofRows) : null;
    if (whole != null) {
      return whole;
    }
    boolean isBytes = input.type().dtype() == DType.BOOL;
    if (!isBytes && own == 1) {
      return new Place(input.floats(), 0, false, 0);
    }
    Place to = isKept ? keptRow(value) : register(value, ofRows);
    BroadcastRuns runs =
        ofRows
            ? BroadcastRuns.of(space.rowShape(), List.of(space.rowStrides(value)))
            : BroadcastRuns.of(space.shape(), List.of(space.strides().get(value)));
    Instruction load =
        isBytes
            ? new Instruction.LoadBytes(truth, runs, input.bytes(), 0, to)
            : new Instruction.LoadFloats(runs, input.floats(), 0, to);
    (ofRows ? ofRow : ofBlock)
        .add(ofRows ? new RowInstruction.OfRows(load, space.columns()) : load);
    return to;
  }

  private Place keptRow(int value) {
    Shape rows = Shape.of(space.rows(), space.columns());
    BroadcastRuns along = BroadcastRuns.of(rows, List.of(new int[] {0, 1}));
    Place row = new Place(null, registers.keepRow(space.columns()), true, 1, along, 0);
    keptRows[value] = row;
    return row;
  }

  /**
   * Where a tensor of all elements, or of all rows, is read and written: null if not as blocks of
   * floats that lie one behind the other.
   */
  @Nullable Place whole(TensorSlot tensor, boolean ofRows) {
    if (tensor.type().dtype() != DType.FLOAT32 || ofRows && shape.areInPhases()) {
      return null;
    }
    if (ofRows || space.isDense()) {
      return tensor.place();
    }
    boolean areBlocks = space.run() % Instruction.BLOCK == 0;
    return areBlocks ? ownRuns(false).place(0, tensor.floats(), 0) : null;
  }

  /** Brings a value to its tensor. */
  Instruction store(Place value, TensorSlot output, boolean ofRows) {
    Place whole = whole(output, ofRows);
    if (whole != null) {
      return new Instruction.Copy(value, whole);
    }
    Place register = inRegister(value, ofRows);
    return output.type().dtype() == DType.BOOL
        ? new Instruction.StoreBytes(truth, register, ownRuns(ofRows), output.bytes(), 0)
        : new Instruction.StoreFloats(register, ownRuns(ofRows), output.floats(), 0);
  }

  private Place inRegister(Place value, boolean ofRows) {
    if (value.array() == null && value.step() == 1) {
      return value;
    }
    Place register = ofRows ? registers.keep() : registers.take(node, node);
    Instruction copy = new Instruction.Copy(value, register);
    (ofRows ? ofRow : ofBlock)
        .add(ofRows ? new RowInstruction.OfRows(copy, space.columns()) : copy);
    return register;
  }

  /** How a tensor of all elements, or of all rows, lies. */
  private BroadcastRuns ownRuns(boolean ofRows) {
    return ofRows
        ? BroadcastRuns.of(space.rowShape(), space.rowShape())
        : BroadcastRuns.of(space.shape(), List.of(space.ownStrides()));
  }

  /** INT32 elements of an input, or a number. */
  IntInstruction.Ints ints(int value, boolean ofRows) {
    Shape result = ofRows ? space.rowShape() : space.shape();
    Integer number = ints[value];
    if (number != null) {
      return new IntInstruction.Ints(new int[] {number}, 0, BroadcastRuns.of(result, Shape.SCALAR));
    }
    TensorSlot input = inputs.get(value);
    Shape shape = input.type().shape();
    BroadcastRuns runs =
        ofRows
            ? BroadcastRuns.of(result, List.of(space.rowStrides(value)))
            : BroadcastRuns.of(result, stretchable(shape, result));
    return new IntInstruction.Ints(input.ints(), 0, runs);
  }

  /** Labels of one-hot values do not stretch to them; they are not read by runs. */
  private static Shape stretchable(Shape shape, Shape result) {
    return shape.broadcastsTo(result) ? shape : Shape.SCALAR;
  }

  /**
   * A single number as a block of them. One that is the same for all blocks is so in a register
   * that no instruction writes: none before this one, since it is new, and none later.
   */
  Place repeated(Place place) {
    if (place.step() == 1) {
      return place;
    }
    if (place.array() == null) {
      Place block = registers.take(node, node);
      ofBlock.add(new Instruction.Copy(place, block));
      return block;
    }
    Place block = registers.keep();
    prologue.add(new Instruction.Copy(place, block));
    return block;
  }
}
