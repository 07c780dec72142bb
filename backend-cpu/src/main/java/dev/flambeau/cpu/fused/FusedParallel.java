package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.DType;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Elementwise ops one after the other on blocks that stay in the first-level cache, and then,
 * perhaps, a sum. Each block is read from memory once and written once.
 */
public final class FusedParallel implements Kernel<Fused> {
  /** Rows below which they are too few to be shared out, and columns that one thread takes then. */
  private static final int FEW_ROWS = 8;

  private static final int MOST_ALONE = 1 << 13;

  /** Elements of a row whose values in between stay in the first-level cache, all of them. */
  public static final int SHORT_ROW = 1 << 12;

  /** Elements in one piece below which rows are in too many, a line of the cache. */
  private static final int SHORTEST_RUN = 16;

  private final Workers workers;
  private final ElementwiseLoops loops;
  private final ObjectPool<FusedBlocks.Frame> frames;
  private final ObjectPool<LaneSum> sums;
  private final LruCache<Fused, FusedCode> known = new LruCache<>();

  public FusedParallel(Workers workers, ElementwiseLoops loops) {
    this.workers = workers;
    this.loops = loops;
    this.frames = new ObjectPool<>(() -> new FusedBlocks.Frame(loops.sum()));
    this.sums = new ObjectPool<>(loops::sum);
  }

  /** Floats and truth, which is 1 and 0 here, and integers that become one of these. */
  @Override
  public boolean takes(Fused op) {
    Graph body = op.body();
    List<TensorType> types = body.types();
    return types.stream().noneMatch(type -> type.dtype() == DType.FLOAT64)
        && body.nodes().stream().allMatch(node -> takes(node, types))
        && (!op.isByRows() || takesRows(op))
        && (op.space().isDense() || takesPieces(op));
  }

  private boolean takes(Graph.Node node, List<TensorType> types) {
    Op op = node.op();
    boolean ofInts =
        node.inputs().stream().anyMatch(input -> types.get(input).dtype() == DType.INT32);
    boolean isInt = node.outputs().get(0).dtype() == DType.INT32;
    if (op instanceof Fill) {
      return true;
    }
    if (ofInts) {
      boolean isFloat = op instanceof Cast cast && cast.dtype() == DType.FLOAT32;
      return !isInt && (op instanceof Compare || op instanceof OneHot || isFloat);
    }
    return !isInt
        && (op instanceof Reduction
            || op instanceof Movement
            || op instanceof Cast
            || Elementwise.isPrimitive(op.getClass()));
  }

  /** Whether rows are gone through block after block, once for each sum that waits for another. */
  public static boolean areInPhases(Fused op) {
    return FusedRows.of(op).areInPhases();
  }

  /** A few long rows are better shared out, op by op. */
  private static boolean takesRows(Fused op) {
    int columns = op.space().columns();
    if (op.space().rows() < FEW_ROWS) {
      return columns > 0 && columns <= MOST_ALONE;
    }
    return columns > 0 && (columns <= FusedRows.MOST_COLUMNS || areInPhases(op));
  }

  /** Rows that lie in pieces, if these are long: sums alone are of such. */
  private static boolean takesPieces(Fused op) {
    boolean isOfInts = op.body().types().stream().anyMatch(type -> type.dtype() == DType.INT32);
    return !isOfInts && op.space().run() >= SHORTEST_RUN && (!op.isByRows() || areInPhases(op));
  }

  @Override
  public void run(Fused op, List<View> inputs, List<View> outputs) {
    prepare(op, inputs, outputs).run();
  }

  @Override
  public Runnable prepare(Fused op, List<View> inputs, List<View> outputs) {
    FusedCode code = known.get(op, this::compile);
    List<View> tensors = new ArrayList<>(inputs);
    tensors.addAll(outputs);
    FusedBlocks blocks = blocks(code, tensors);
    FusedSpace space = op.space();
    int elements = space.shape().elements();
    long cost = elements * code.cost();
    if (op.isByRows()) {
      FusedRows rows = FusedRows.of(op);
      return workers.prepare(space.rows(), cost, (from, end) -> blocks.rows(from, end, rows));
    }
    List<FusedCode.Sum> sums = code.parts().get(0).sums();
    if (sums.isEmpty()) {
      return workers.prepare(elements, cost, blocks::run);
    }
    int sum = op.body().outputs().indexOf(sums.get(0).value());
    return summing(blocks, outputs.get(sum), elements, cost);
  }

  private FusedCode compile(Fused op) {
    int[] inPlace = new int[op.body().outputs().size()];
    Arrays.fill(inPlace, -1);
    return compile(op, inPlace);
  }

  /**
   * Compiles an op.
   *
   * @param inPlace by output: the input in whose place it lies, or −1
   */
  FusedCode compile(Fused op, int[] inPlace) {
    return new FusedCompiler(op, inPlace, loops, sums).compile();
  }

  /** Code on tensors, the inputs and then the outputs. */
  FusedBlocks blocks(FusedCode code, List<View> tensors) {
    return new FusedBlocks(frames, code, tensors);
  }

  /** Each row is cut into blocks, the sums of a row's blocks are summed alike. */
  private Runnable summing(FusedBlocks blocks, View output, int elements, long cost) {
    int rows = output.type().elements();
    int length = rows == 0 ? 0 : elements / rows;
    int perRow = LaneSum.blocks(length);
    float[] sums = new float[rows * perRow];
    float[] y = HostBuffer.floats(output);
    int to = output.offset();
    LaneSum last = loops.sum();
    Runnable all =
        workers.prepare(
            rows * perRow, cost, (from, end) -> blocks.sum(from, end, length, perRow, sums));
    return () -> {
      all.run();
      for (int row = 0; row < rows; row++) {
        y[to + row] = last.of(sums, row * perRow, perRow);
      }
    };
  }
}
