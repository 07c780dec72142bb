package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph made ready to be run over and over on the same inputs and outputs: no types are inferred
 * in a run, no memory taken, no kernel chosen.
 *
 * <p>It owns the memory of the values in between; that of inputs and outputs outlives it. One
 * thread at a time runs it.
 */
public final class Plan implements AutoCloseable {
  private final BufferAssignment assignment;
  private final PreparedOp[] ops;

  private Plan(BufferAssignment assignment, List<PreparedOp> ops) {
    this.assignment = assignment;
    this.ops = ops.toArray(PreparedOp[]::new);
  }

  /**
   * Prepares a graph. What depends on no input is computed here, once.
   *
   * @param outputs where results go; one may lie where an input does, and is written last, but for
   *     an op that changes inputs in place ({@link dev.flambeau.op.Op#inPlaceOf}): from there on
   *     the graph reads their new values only
   * @throws dev.flambeau.backend.UnsupportedOpException if an op has neither kernel nor
   *     decomposition
   */
  public static Plan of(Backend backend, Graph graph, List<View> inputs, List<View> outputs) {
    Graph lowered = Lowering.of(backend, graph);
    return prepare(backend, ScheduledGraph.asItStands(lowered), inputs, outputs);
  }

  /**
   * The same with ops made one where the backend has a kernel for them: elementwise ops that follow
   * from each other, with reductions among them, or from a contraction; and contractions that do
   * not depend on each other side by side. With {@code -Dflambeau.fusion=off} it leaves all as it
   * is; results are the same.
   */
  public static Plan fusing(Backend backend, Graph graph, List<View> inputs, List<View> outputs) {
    Graph fused = Fusion.of(backend, Lowering.of(backend, graph));
    return prepare(backend, ScheduledGraph.of(backend, fused), inputs, outputs);
  }

  private static Plan prepare(
      Backend backend, ScheduledGraph scheduled, List<View> inputs, List<View> outputs) {
    BufferAssignment assignment = BufferAssignment.of(backend, scheduled, inputs, outputs);
    List<PreparedOp> ops = new ArrayList<>();
    try {
      prepare(backend, scheduled, assignment, ops);
      for (int i = 0; i < outputs.size(); i++) {
        View target = outputs.get(i);
        View result = assignment.view(scheduled.graph().outputs().get(i));
        if (result.buffer() != target.buffer() || result.offset() != target.offset()) {
          View source = new View(result.buffer(), result.offset(), target.type());
          ops.add(() -> backend.copy(source, target));
        }
      }
      return new Plan(assignment, ops);
    } catch (RuntimeException | Error e) {
      ops.forEach(PreparedOp::close);
      assignment.close();
      throw e;
    }
  }

  private static void prepare(
      Backend backend,
      ScheduledGraph scheduled,
      BufferAssignment assignment,
      List<PreparedOp> ops) {
    List<Graph.Node> nodes = scheduled.graph().nodes();
    List<Backend.Call> step = new ArrayList<>();
    for (int n = 0; n < nodes.size(); n++) {
      Graph.Node node = nodes.get(n);
      if (!assignment.isView(n)) {
        List<View> from = assignment.views(node.inputs());
        List<View> to = assignment.views(node.outputIds());
        if (assignment.isConstant(node.firstOutput())) {
          CallSite.during(node.site(), () -> backend.run(node.op(), from, to));
        } else {
          step.add(new Backend.Call(node.op(), from, to));
        }
      }
      boolean isLast = n + 1 == nodes.size() || scheduled.step(n + 1) != scheduled.step(n);
      if (isLast && !step.isEmpty()) {
        CallSite.during(node.site(), () -> ops.add(prepared(backend, step)));
        step.clear();
      }
    }
  }

  private static PreparedOp prepared(Backend backend, List<Backend.Call> step) {
    Backend.Call first = step.get(0);
    return step.size() == 1
        ? backend.prepare(first.op(), first.inputs(), first.outputs())
        : backend.prepare(List.copyOf(step));
  }

  /** How many ops and copies a run consists of. */
  public int size() {
    return ops.length;
  }

  /** Runs the graph once more, in order with all other work. */
  public void run() {
    for (PreparedOp op : ops) {
      op.run();
    }
  }

  /** Gives back what was prepared. */
  @Override
  public void close() {
    for (PreparedOp op : ops) {
      op.close();
    }
    assignment.close();
  }
}
