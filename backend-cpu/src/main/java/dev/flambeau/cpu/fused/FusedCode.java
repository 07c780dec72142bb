package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.loop.LoopGenerator;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fused op as instructions on blocks of elements, or of whole rows; for no tensors in particular
 * until they are bound.
 */
final class FusedCode {
  /** Nanoseconds that an element takes: to move it, and for an op that is a function. */
  private static final int COST = 1;

  private static final int FUNCTION_COST = 2;

  /** Of what a loop reads, if it is not a single number. */
  private static final Shape RUN = Shape.of(Instruction.BLOCK);

  /** Terms that are summed at the end, and the number of the output that the sums go to. */
  record Sum(Place terms, int output) {}

  private final Graph body;
  private final List<Graph.Node> nodes;
  private final long cost;
  private final List<TensorType> types;
  private final boolean isByRows;
  private final FusedSpace space;
  private final ElementwiseLoops loops;
  private final ObjectPool<LaneSum> sums;
  private final List<TensorSlot> slots = new ArrayList<>();
  private final List<TensorSlot> outputs = new ArrayList<>();
  private final FusedOperands operands;
  private final Registers registers;

  private final List<Instruction> instructions = new ArrayList<>();

  /** Brings results to where inputs lay, when none of them is read any more. */
  private final List<Instruction> last = new ArrayList<>();

  private @Nullable Sum sum;

  /**
   * Compiles an op.
   *
   * @param inPlace by output: the input in whose place it lies, or −1
   */
  FusedCode(Fused op, int[] inPlace, ElementwiseLoops loops, ObjectPool<LaneSum> sums) {
    this.body = op.body();
    this.nodes = body.nodes().stream().filter(node -> !(node.op() instanceof Fill)).toList();
    this.cost =
        COST + FUNCTION_COST * nodes.stream().filter(node -> node.op() instanceof Unary).count();
    this.types = body.types();
    this.isByRows = op.isByRows();
    this.space = op.space();
    this.loops = loops;
    this.sums = sums;
    body.inputs().forEach(type -> slots.add(TensorSlot.of(type)));
    List<TensorSlot> inputs = List.copyOf(slots);
    for (int i = 0; i < inPlace.length; i++) {
      TensorSlot fresh = TensorSlot.of(types.get(body.outputs().get(i)));
      outputs.add(inPlace[i] < 0 ? fresh : inputs.get(inPlace[i]));
      slots.add(outputs.get(i));
    }
    int size = isByRows ? FusedRows.of(space).registerSize() : Instruction.BLOCK;
    this.registers = new Registers(size);
    this.operands =
        new FusedOperands(body, nodes, space, inputs, registers, instructions, this::isSame);
    for (int n = 0; n < nodes.size(); ) {
      operands.begin(n);
      int end = endOfLoop(n);
      if (end > n) {
        compileLoop(n, end);
      } else {
        compile(n);
      }
      n = Math.max(end, n + 1);
    }
    instructions.addAll(last);
  }

  /** Nanoseconds that an element takes. */
  long cost() {
    return cost;
  }

  /** The tensors that it is of: the inputs, then the outputs. */
  List<TensorSlot> slots() {
    return slots;
  }

  /** Done once before the blocks of a thread. */
  List<? extends Instruction> prologue() {
    return operands.prologue();
  }

  /** Done for each block. */
  List<Instruction> instructions() {
    return instructions;
  }

  /** The sum that ends each block, if there is one. */
  @Nullable Sum sum() {
    return sum;
  }

  Registers registers() {
    return registers;
  }

  /** Whether a node gives the value that it takes, as floats. */
  private boolean isSame(Graph.Node node) {
    return node.op() instanceof Movement
        || node.op() instanceof Cast cast
            && types.get(node.inputs().get(0)).dtype() != DType.INT32
            && (cast.dtype() == DType.FLOAT32
                || types.get(node.inputs().get(0)).dtype() == DType.BOOL);
  }

  private boolean isOfInts(Graph.Node node) {
    return types.get(node.inputs().get(0)).dtype() == DType.INT32;
  }

  // ---- one node ----

  private void compile(int n) {
    Graph.Node node = nodes.get(n);
    int value = node.firstOutput();
    boolean isRow = space.isRow(value);
    TensorSlot output = output(value);
    if (node.op() instanceof Reduction && !isByRows) {
      Place terms = operands.repeated(operands.wide(node.inputs().get(0)));
      sum = new Sum(terms, body.outputs().indexOf(value));
    } else if (isSame(node)) {
      Place same = operands.in(node.inputs().get(0), isRow);
      operands.put(value, isRow, same);
      if (output != null) {
        store(same, output, isRow);
      }
    } else {
      List<Place> read = isOfInts(node) ? List.of() : read(node, isRow);
      Place target = target(value, isRow, n + 1);
      add(instruction(node, read, target, isRow), isRow);
      storeTruth(value, isRow);
    }
  }

  private List<Place> read(Graph.Node node, boolean isRow) {
    boolean ofRows = isRow && !(node.op() instanceof Reduction);
    return node.inputs().stream().map(input -> operands.in(input, ofRows)).toList();
  }

  private void add(Instruction instruction, boolean isRow) {
    boolean isWhole = instruction instanceof RowInstruction;
    instructions.add(
        isRow && !isWhole ? new RowInstruction.OfRows(instruction, space.columns()) : instruction);
  }

  private Instruction instruction(Graph.Node node, List<Place> read, Place y, boolean isRow) {
    Op op = node.op();
    if (op instanceof Reduction) {
      Place x = operands.repeated(read.get(0));
      return op instanceof Reduction.Sum
          ? new RowInstruction.SumOfRows(sums, x, y, space.columns())
          : new RowInstruction.MaxOfRows(x, y, space.columns());
    }
    if (isOfInts(node)) {
      return ofInts(node, y, isRow);
    }
    if (op instanceof Cast) {
      Place x = read.get(0);
      LoopGenerator.Loop loop = loops.of(new Compare.NotEqual(), x.step() == 1, false);
      return new Instruction.InLoop(loop, new Place[] {x, Place.number(0), y});
    }
    boolean isFunction = !loops.joins(op);
    Place[] all = new Place[read.size() + 1];
    boolean[] areRuns = new boolean[read.size()];
    for (int i = 0; i < areRuns.length; i++) {
      all[i] = isFunction ? operands.repeated(read.get(i)) : read.get(i);
      areRuns[i] = all[i].step() == 1;
    }
    all[areRuns.length] = y;
    return new Instruction.InLoop(loops.of(op, areRuns), all);
  }

  private Instruction ofInts(Graph.Node node, Place y, boolean isRow) {
    IntInstruction.Ints x = operands.ints(node.inputs().get(0), isRow);
    if (node.op() instanceof OneHot oneHot) {
      return new IntInstruction.OneHot(x, oneHot.classes(), y);
    }
    return node.op() instanceof Compare compare
        ? new IntInstruction.OfInts(compare, x, operands.ints(node.inputs().get(1), isRow), y)
        : new IntInstruction.ToFloats(x, y);
  }

  /**
   * Where a value is to be put: in its tensor, unless that is an input which a later node reads.
   *
   * @param next the first node after those that are computed with it
   */
  private Place target(int value, boolean isRow, int next) {
    TensorSlot output = output(value);
    boolean isFloats = output != null && output.type().dtype() == DType.FLOAT32;
    if (isFloats && operands.isRead(output, next)) {
      Place register = operands.register(value);
      last.add(new Instruction.Copy(register, output.place()));
      operands.put(value, isRow, register);
      return register;
    }
    Place target = isFloats ? output.place() : operands.register(value);
    operands.put(value, isRow, target);
    return target;
  }

  /** Brings an output that is not of floats from its register to its tensor. */
  private void storeTruth(int value, boolean isRow) {
    TensorSlot output = output(value);
    if (output != null && output.type().dtype() == DType.BOOL) {
      store(operands.in(value, isRow), output, isRow);
    }
  }

  private @Nullable TensorSlot output(int value) {
    int index = body.outputs().indexOf(value);
    return index < 0 ? null : outputs.get(index);
  }

  private void store(Place value, TensorSlot output, boolean isRow) {
    add(
        output.type().dtype() == DType.BOOL
            ? new Instruction.StoreBytes(value, output.bytes(), 0)
            : new Instruction.Copy(value, output.place()),
        isRow);
  }

  // ---- several nodes in one loop ----

  /** From a node on, the end of those of which one loop can be made. */
  private int endOfLoop(int n) {
    int end = n;
    while (end < nodes.size()
        && end - n < loops.generator().mostOps()
        && loops.joins(nodes.get(end).op())
        && !space.isRow(nodes.get(end).firstOutput())
        && !isOfInts(nodes.get(end))) {
      end++;
    }
    return end;
  }

  /** Makes one loop of some nodes, which puts away what later ones read, and outputs. */
  private void compileLoop(int from, int end) {
    List<Graph.Node> part = nodes.subList(from, end);
    List<Integer> made = part.stream().map(Graph.Node::firstOutput).toList();
    List<Integer> read =
        part.stream()
            .flatMap(node -> node.inputs().stream())
            .filter(value -> !made.contains(value))
            .distinct()
            .toList();
    List<Place> all = new ArrayList<>(read.stream().map(operands::wide).toList());
    Graph.Builder graph = Graph.over(read.stream().map(this::typeInLoop).toList());
    Map<Integer, Value> values = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      values.put(read.get(i), graph.input(i));
    }
    List<Integer> kept = new ArrayList<>();
    for (Graph.Node node : part) {
      int value = node.firstOutput();
      List<Value> taken = node.inputs().stream().map(values::get).toList();
      values.put(value, graph.addAll(node.op(), taken).get(0));
      if (operands.lastReader(value) >= end) {
        kept.add(value);
        all.add(target(value, false, end));
      }
    }
    Graph loop = graph.build(kept.stream().map(values::get).toList());
    instructions.add(
        new Instruction.InLoop(loops.generator().generate(loop), all.toArray(Place[]::new)));
    kept.forEach(value -> storeTruth(value, false));
  }

  private TensorType typeInLoop(int value) {
    DType dtype = types.get(value).dtype();
    return new TensorType(dtype, operands.wide(value).step() == 0 ? Shape.SCALAR : RUN);
  }
}
