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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes instructions of a fused op: {@link FusedCode}. */
final class FusedCompiler {
  /** Nanoseconds that an element takes: to move it, and for an op that is a function. */
  private static final int COST = 1;

  private static final int FUNCTION_COST = 2;

  /** Of what a loop reads, if it is not a single number. */
  private static final Shape RUN = Shape.of(Instruction.BLOCK);

  private final Fused op;
  private final Graph body;
  private final List<TensorType> types;
  private final FusedSpace space;
  private final FusedRows rows;
  private final ElementwiseLoops loops;
  private final ObjectPool<LaneSum> pool;
  private final List<TensorSlot> outputs = new ArrayList<>();
  private final FusedOperands operands;

  /** Brings results to where inputs lay, when none of them is read any more. */
  private final List<Instruction> last = new ArrayList<>();

  // Of the part that is being compiled.
  private List<Graph.Node> nodes = List.of();
  private List<Instruction> ofRow = new ArrayList<>();
  private List<Instruction> ofBlock = ofRow;
  private List<FusedCode.Sum> sums = new ArrayList<>();
  private boolean givesElements = true;

  /**
   * Begins with an op.
   *
   * @param inPlace by output: the input in whose place it lies, or −1
   */
  FusedCompiler(Fused op, int[] inPlace, ElementwiseLoops loops, ObjectPool<LaneSum> pool) {
    this.op = op;
    this.body = op.body();
    this.types = body.types();
    this.space = op.space();
    this.rows = FusedRows.of(op);
    this.loops = loops;
    this.pool = pool;
    this.operands = new FusedOperands(op, rows, loops.truth());
    for (int i = 0; i < inPlace.length; i++) {
      TensorSlot fresh = TensorSlot.of(types.get(body.outputs().get(i)));
      outputs.add(inPlace[i] < 0 ? fresh : operands.inputs().get(inPlace[i]));
    }
  }

  FusedCode compile() {
    List<Graph.Node> all =
        body.nodes().stream().filter(node -> !(node.op() instanceof Fill)).toList();
    List<FusedCode.Part> parts = rows.areInPhases() ? phases() : List.of(whole(all));
    List<TensorSlot> slots = new ArrayList<>(operands.inputs());
    slots.addAll(outputs);
    long functions = all.stream().filter(node -> node.op() instanceof Unary).count();
    return new FusedCode(
        slots, operands.registers(), operands.prologue(), parts, COST + FUNCTION_COST * functions);
  }

  private FusedCode.Part whole(List<Graph.Node> all) {
    compileNodes(all, List.of());
    ofBlock.addAll(last);
    return new FusedCode.Part(List.of(), ofBlock, sums);
  }

  private List<FusedCode.Part> phases() {
    List<FusedPhase> phases = FusedPhase.of(op);
    operands.keepRows(phases);
    return phases.stream().map(this::phase).toList();
  }

  private FusedCode.Part phase(FusedPhase phase) {
    List<FusedCode.Sum> before = sums;
    ofRow = new ArrayList<>();
    ofBlock = new ArrayList<>();
    sums = new ArrayList<>();
    givesElements = phase.gives();
    before.forEach(sum -> giveRow(sum.value()));
    List<Graph.Node> both = new ArrayList<>(phase.ofRows());
    both.addAll(phase.wide());
    compileNodes(both, phase.sums());
    for (Graph.Node node : phase.sums()) {
      Place terms = operands.repeated(operands.wide(node.inputs().get(0)));
      sums.add(new FusedCode.Sum(node.firstOutput(), terms, operands.keep(node.firstOutput())));
    }
    return new FusedCode.Part(ofRow, ofBlock, sums);
  }

  private void giveRow(int value) {
    TensorSlot output = output(value);
    if (output != null) {
      store(operands.row(value), output, true);
    }
  }

  /**
   * Compiles nodes, several in one loop where that can be.
   *
   * @param after what reads their results after the last of them
   */
  private void compileNodes(List<Graph.Node> all, List<Graph.Node> after) {
    nodes = all;
    operands.begin(nodes, after, this::isSame, ofRow, ofBlock);
    for (int n = 0; n < nodes.size(); ) {
      operands.goTo(n);
      int end = endOfLoop(n);
      if (end > n) {
        compileLoop(n, end);
      } else {
        compile(n);
      }
      n = Math.max(end, n + 1);
    }
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
    if (node.op() instanceof Reduction && !op.isByRows()) {
      Place terms = operands.repeated(operands.wide(node.inputs().get(0)));
      sums.add(new FusedCode.Sum(value, terms, Objects.requireNonNull(output(value)).place()));
    } else if (isSame(node)) {
      Place same = operands.in(node.inputs().get(0), isRow);
      operands.put(value, isRow, same);
      TensorSlot output = output(value);
      if (output != null) {
        store(same, output, isRow);
      }
    } else {
      List<Place> read = isOfInts(node) ? List.of() : read(node, isRow);
      Place target = target(value, isRow, n + 1);
      add(instruction(node, read, target, isRow), isRow);
      storeFromRegister(value, isRow);
    }
  }

  private List<Place> read(Graph.Node node, boolean isRow) {
    boolean ofRows = isRow && !(node.op() instanceof Reduction);
    return node.inputs().stream().map(input -> operands.in(input, ofRows)).toList();
  }

  private void add(Instruction instruction, boolean isRow) {
    boolean isWhole = instruction instanceof RowInstruction;
    (isRow ? ofRow : ofBlock)
        .add(
            isRow && !isWhole
                ? new RowInstruction.OfRows(instruction, space.columns())
                : instruction);
  }

  private Instruction instruction(Graph.Node node, List<Place> read, Place y, boolean isRow) {
    Op op = node.op();
    if (op instanceof Reduction) {
      Place x = operands.repeated(read.get(0));
      return op instanceof Reduction.Sum
          ? new RowInstruction.SumOfRows(pool, x, y, space.columns())
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
   * Where a value is to be put: in its tensor, unless that is an input which a later node reads, or
   * blocks are in pieces there.
   *
   * @param next the first node after those that are computed with it
   */
  private Place target(int value, boolean isRow, int next) {
    TensorSlot output = output(value);
    Place whole = output == null ? null : operands.whole(output, isRow);
    if (output != null && whole != null && operands.isRead(output, next)) {
      Place register = operands.register(value, isRow);
      last.add(new Instruction.Copy(register, whole));
      operands.put(value, isRow, register);
      return register;
    }
    Place target = whole != null ? whole : operands.register(value, isRow);
    operands.put(value, isRow, target);
    return target;
  }

  /** Brings an output that is not computed in its place there. */
  private void storeFromRegister(int value, boolean isRow) {
    TensorSlot output = output(value);
    if (output != null && operands.whole(output, isRow) == null) {
      store(operands.in(value, isRow), output, isRow);
    }
  }

  /** Where a value goes, if it is one that this part gives. */
  private @Nullable TensorSlot output(int value) {
    int index = body.outputs().indexOf(value);
    return index < 0 || !givesElements && !space.isRow(value) ? null : outputs.get(index);
  }

  private void store(Place value, TensorSlot output, boolean isRow) {
    add(operands.store(value, output, isRow), isRow);
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
    ofBlock.add(
        new Instruction.InLoop(loops.generator().generate(loop), all.toArray(Place[]::new)));
    kept.forEach(value -> storeFromRegister(value, false));
  }

  private TensorType typeInLoop(int value) {
    DType dtype = types.get(value).dtype();
    return new TensorType(dtype, operands.wide(value).step() == 0 ? Shape.SCALAR : RUN);
  }
}
