package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
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
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * Elementwise ops one after the other on blocks that stay in the first-level cache, and then,
 * perhaps, a sum. Each block is read from memory once and written once.
 */
final class FusedParallel implements Kernel<Fused> {
  /** Nanoseconds that an element takes: to move it, and for an op that is a function. */
  private static final int COST = 1;

  private static final int FUNCTION_COST = 2;

  /** Rows below which they are too few to be shared out, and columns that one thread takes then. */
  private static final int FEW_ROWS = 8;

  private static final int MOST_ALONE = 1 << 13;

  private final Workers workers;
  private final ElementwiseLoops loops;
  private final ContractionParallel contraction;
  private final Scratch<FusedBlocks.Frame> frames;
  private final Scratch<LaneSum> sums;

  FusedParallel(Workers workers, ElementwiseLoops loops, ContractionParallel contraction) {
    this.workers = workers;
    this.loops = loops;
    this.contraction = contraction;
    this.frames = new Scratch<>(() -> new FusedBlocks.Frame(loops.sum()));
    this.sums = new Scratch<>(loops::sum);
  }

  /** Floats and truth, which is 1 and 0 here, and integers that become one of these. */
  @Override
  public boolean takes(Fused op) {
    Fused elementwise = FusedProduct.of(op).map(FusedProduct::rest).orElse(op);
    Graph body = elementwise.body();
    List<TensorType> types = body.types();
    return types.stream().noneMatch(type -> type.dtype() == DType.FLOAT64)
        && body.nodes().stream().allMatch(node -> takes(node, types))
        && (!elementwise.isByRows() || takesRows(elementwise.rows()));
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
            || loops.has(op));
  }

  /** A few long rows are better shared out, op by op. */
  private static boolean takesRows(FusedSpace space) {
    int most = space.rows() < FEW_ROWS ? MOST_ALONE : FusedRows.MOST_COLUMNS;
    return space.columns() > 0 && space.columns() <= most;
  }

  @Override
  public void run(Fused op, List<View> inputs, List<View> outputs) {
    prepare(op, inputs, outputs).run();
  }

  @Override
  public Runnable prepare(Fused op, List<View> inputs, List<View> outputs) {
    return FusedProduct.of(op)
        .map(product -> following(product, inputs, outputs))
        .orElseGet(() -> elementwise(op, inputs, outputs));
  }

  private Runnable following(FusedProduct product, List<View> inputs, List<View> outputs) {
    View c = outputs.get(product.output());
    List<View> operands = new ArrayList<>();
    product.operands().forEach(operand -> operands.add(inputs.get(operand)));
    operands.add(c);
    List<View> results = new ArrayList<>(outputs);
    if (product.isKept()) {
      results.remove(product.output());
    }
    Fused rest = product.rest();
    FusedBlocks blocks =
        new FusedBlocks(frames, new FusedCode(rest, operands, results, loops, sums));
    int width = c.type().shape().size(-1);
    Epilogue then =
        new Epilogue(
            (row, column, rows, columns) -> blocks.run(width, row, column, rows, columns),
            (long) rest.space().elements() * cost(rest));
    Graph.Node node = product.node();
    return contraction.prepare(
        (Contraction) node.op(), node.inputs().stream().map(inputs::get).toList(), c, then);
  }

  private Runnable elementwise(Fused op, List<View> inputs, List<View> outputs) {
    FusedCode code = new FusedCode(op, inputs, outputs, loops, sums);
    FusedBlocks blocks = new FusedBlocks(frames, code);
    int elements = op.space().elements();
    long cost = (long) elements * cost(op);
    FusedCode.Sum sum = code.sum();
    if (op.isByRows()) {
      FusedRows rows = FusedRows.of(op.rows());
      return workers.prepare(op.rows().rows(), cost, (from, end) -> blocks.rows(from, end, rows));
    }
    return sum == null
        ? workers.prepare(elements, cost, blocks::run)
        : summing(blocks, sum, elements, cost);
  }

  private static int cost(Fused op) {
    int cost = COST;
    for (Graph.Node node : op.body().nodes()) {
      cost += node.op() instanceof Unary ? FUNCTION_COST : 0;
    }
    return cost;
  }

  /** Each row is cut into blocks, the sums of a row's blocks are summed alike. */
  private Runnable summing(FusedBlocks blocks, FusedCode.Sum sum, int elements, long cost) {
    int rows = sum.output().type().elements();
    int length = rows == 0 ? 0 : elements / rows;
    int perRow = LaneSum.blocks(length);
    float[] sums = new float[rows * perRow];
    float[] y = HostBuffer.floats(sum.output());
    int to = sum.output().offset();
    LaneSum last = loops.sum();
    Runnable all =
        workers.prepare(
            rows * perRow,
            cost,
            (from, end) -> blocks.sum(from, end, length, perRow, sum.terms(), sums));
    return () -> {
      all.run();
      for (int row = 0; row < rows; row++) {
        y[to + row] = last.of(sums, row * perRow, perRow);
      }
    };
  }
}
