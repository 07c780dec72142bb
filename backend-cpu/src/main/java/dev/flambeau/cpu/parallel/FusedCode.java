package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement.Expand;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fused op as instructions on blocks. Values in between lie in registers, which are taken again
 * once the last op has read them, so that few of them stay in the first-level cache.
 */
final class FusedCode {
  /** Nothing, for a comparison with it. */
  private static final Place ZERO = new Place(new float[1], 0, false, 0);

  /** Of what a loop reads, if it is not a single number. */
  private static final Shape RUN = Shape.of(Instruction.BLOCK);

  /** What is summed at the end, and where the sums go. */
  record Sum(Place terms, View output) {}

  private final Graph body;
  private final List<TensorType> types;
  private final Shape space;
  private final ElementwiseLoops loops;
  private final List<View> outputs;

  /**
   * By value: the node that reads it last, after all nodes for an output and for what is summed.
   */
  private final int[] lastReaders;

  private final @Nullable Place[] places;
  private final BitSet registers = new BitSet();
  private int registerCount;

  private final List<Instruction.Copy> prologue = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private @Nullable Sum sum;

  FusedCode(Fused op, List<View> inputs, List<View> outputs, ElementwiseLoops loops) {
    this.body = op.body();
    this.types = body.types();
    this.space = op.space();
    this.loops = loops;
    this.outputs = outputs;
    this.lastReaders = new int[types.size()];
    this.places = new Place[types.size()];
    trace();
    for (int i = 0; i < inputs.size(); i++) {
      places[i] = load(inputs.get(i));
    }
    for (int n = 0; n < body.nodes().size(); ) {
      int end = endOfLoop(n);
      if (end > n) {
        compileLoop(n, end);
      } else {
        compile(n);
      }
      n = Math.max(end, n + 1);
      release(n - 1);
    }
  }

  /** Done once before the blocks of a thread. */
  Instruction[] prologue() {
    return prologue.toArray(Instruction[]::new);
  }

  /** Done for each block. */
  Instruction[] instructions() {
    return instructions.toArray(Instruction[]::new);
  }

  /** What ends each block, if there is something. */
  @Nullable Sum sum() {
    return sum;
  }

  int registerCount() {
    return registerCount;
  }

  private void trace() {
    int end = body.nodes().size();
    for (int n = 0; n < end; n++) {
      Graph.Node node = body.nodes().get(n);
      int reader = node.op() instanceof Reduction ? end : n;
      for (int input : node.inputs()) {
        lastReaders[input] = Math.max(lastReaders[input], reader);
      }
      lastReaders[node.firstOutput()] = n;
    }
    body.outputs().forEach(output -> lastReaders[output] = end);
    // What is no more than another value lives on in it.
    for (int n = end - 1; n >= 0; n--) {
      Graph.Node node = body.nodes().get(n);
      if (isSame(node)) {
        int source = node.inputs().get(0);
        lastReaders[source] = Math.max(lastReaders[source], lastReaders[node.firstOutput()]);
      }
    }
  }

  /** Whether a node gives the value that it takes, as floats. */
  private boolean isSame(Graph.Node node) {
    return node.op() instanceof Expand
        || node.op() instanceof Cast cast
            && (cast.dtype() == DType.FLOAT32
                || types.get(node.inputs().get(0)).dtype() == DType.BOOL);
  }

  private Place load(View input) {
    Shape shape = input.type().shape();
    boolean isBytes = input.type().dtype() == DType.BOOL;
    if (!isBytes && shape.elements() == space.elements()) {
      return whole(input);
    }
    if (!isBytes && shape.elements() == 1) {
      return new Place(HostBuffer.floats(input), input.offset(), false, 0);
    }
    Place register = register();
    Runs runs = Runs.of(space, shape);
    instructions.add(
        isBytes
            ? new Instruction.LoadBytes(runs, bytes(input), input.offset(), register)
            : new Instruction.LoadFloats(runs, HostBuffer.floats(input), input.offset(), register));
    return register;
  }

  private static byte[] bytes(View view) {
    return ((HostArray.Bytes) HostBuffer.array(view)).array();
  }

  private Place register() {
    int free = registers.nextClearBit(0);
    registers.set(free);
    registerCount = Math.max(registerCount, free + 1);
    return Place.register(free);
  }

  private void compile(int n) {
    Graph.Node node = body.nodes().get(n);
    int value = node.firstOutput();
    List<Place> operands = node.inputs().stream().map(this::place).toList();
    View output = output(value);
    if (node.op() instanceof Reduction) {
      sum = new Sum(repeated(operands.get(0)), outputs.get(body.outputs().indexOf(value)));
    } else if (isSame(node)) {
      places[value] = operands.get(0);
      if (output != null) {
        store(operands.get(0), output);
      }
    } else {
      instructions.add(alone(node.op(), operands.get(0), value));
      storeTruth(value);
    }
  }

  /** Where a value is to be put. */
  private Place target(int value) {
    View output = output(value);
    boolean isFloats = output != null && output.type().dtype() == DType.FLOAT32;
    Place target = isFloats ? whole(output) : register();
    places[value] = target;
    return target;
  }

  /** Brings an output that is not of floats from its register to its tensor. */
  private void storeTruth(int value) {
    View output = output(value);
    if (output != null && output.type().dtype() == DType.BOOL) {
      store(place(value), output);
    }
  }

  /** From a node on, the end of those of which one loop can be made. */
  private int endOfLoop(int n) {
    LoopGenerator generator = loops.generator();
    int end = n;
    while (end < body.nodes().size()
        && end - n < generator.mostOps()
        && loops.joins(body.nodes().get(end).op())) {
      end++;
    }
    return end;
  }

  /** Makes one loop of some nodes, which puts away what later ones read, and outputs. */
  private void compileLoop(int from, int end) {
    List<Graph.Node> nodes = body.nodes().subList(from, end);
    int firstMade = nodes.get(0).firstOutput();
    List<Integer> read =
        nodes.stream()
            .flatMap(node -> node.inputs().stream())
            .filter(value -> value < firstMade)
            .distinct()
            .toList();
    Graph.Builder graph = Graph.over(read.stream().map(this::typeInLoop).toList());
    Map<Integer, Value> values = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      values.put(read.get(i), graph.input(i));
    }
    List<Place> all = new ArrayList<>(read.stream().map(this::place).toList());
    List<Integer> kept = new ArrayList<>();
    for (Graph.Node node : nodes) {
      int made = node.firstOutput();
      Value[] operands = node.inputs().stream().map(values::get).toArray(Value[]::new);
      values.put(made, graph.add(node.op(), operands));
      if (lastReaders[made] >= end) {
        kept.add(made);
        all.add(target(made));
      }
    }
    Graph loop = graph.build(kept.stream().map(values::get).toArray(Value[]::new));
    instructions.add(
        new Instruction.InLoop(loops.generator().generate(loop), all.toArray(Place[]::new)));
    kept.forEach(this::storeTruth);
  }

  private TensorType typeInLoop(int value) {
    DType dtype = types.get(value).dtype();
    return new TensorType(dtype, place(value).step() == 0 ? Shape.SCALAR : RUN);
  }

  private Place place(int value) {
    Place place = places[value];
    if (place == null) {
      throw new IllegalStateException("value " + value + " is read before it is made");
    }
    return place;
  }

  private @Nullable View output(int value) {
    int index = body.outputs().indexOf(value);
    return index < 0 ? null : outputs.get(index);
  }

  private void store(Place value, View output) {
    instructions.add(
        output.type().dtype() == DType.BOOL
            ? new Instruction.StoreBytes(value, bytes(output), output.offset())
            : new Instruction.Copy(value, whole(output)));
  }

  private static Place whole(View tensor) {
    return new Place(HostBuffer.floats(tensor), tensor.offset(), true, 1);
  }

  /** What is in no loop with others: a function, or a cast to truth. */
  private Instruction alone(Op op, Place x, int value) {
    if (op instanceof Cast) {
      LoopGenerator.Loop loop = loops.of(new Compare.NotEqual(), x.step() == 1, false);
      return new Instruction.InLoop(loop, new Place[] {x, ZERO, target(value)});
    }
    Place[] places = {repeated(x), target(value)};
    return new Instruction.InLoop(loops.of(op, true), places);
  }

  /**
   * A single number as a block of them, in a register that no instruction writes: none before this
   * one, since it is new, and none later.
   */
  private Place repeated(Place place) {
    if (place.step() == 1) {
      return place;
    }
    registers.set(registerCount);
    Place block = Place.register(registerCount++);
    prologue.add(new Instruction.Copy(place, block));
    return block;
  }

  /** Frees the registers that no node after this one reads. */
  private void release(int n) {
    boolean[] needed = new boolean[registerCount];
    for (int value = 0; value < types.size(); value++) {
      Place place = places[value];
      if (place != null && place.array() == null && lastReaders[value] > n) {
        needed[place.offset() / Instruction.BLOCK] = true;
      }
    }
    for (Instruction.Copy copy : prologue) {
      needed[copy.y().offset() / Instruction.BLOCK] = true;
    }
    registers.clear();
    for (int i = 0; i < needed.length; i++) {
      registers.set(i, needed[i]);
    }
  }
}
