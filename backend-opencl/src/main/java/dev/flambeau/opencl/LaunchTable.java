package dev.flambeau.opencl;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.View;
import dev.flambeau.op.Arange;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import dev.flambeau.opencl.fused.FusedLaunches;
import dev.flambeau.opencl.fused.OptimizerLaunches;
import dev.flambeau.opencl.launch.DrawLaunches;
import dev.flambeau.opencl.launch.ElementwiseLaunches;
import dev.flambeau.opencl.launch.IndexLaunches;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.MovementLaunches;
import dev.flambeau.opencl.launch.PoolingLaunches;
import dev.flambeau.opencl.launch.ReductionLaunches;
import dev.flambeau.opencl.product.ContractionLaunches;
import dev.flambeau.opencl.product.FusedContractionLaunches;
import dev.flambeau.opencl.product.RecurrentLaunches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From op class to the kernels that compute it. What has no row (Softmax, Mean) is decomposed, and
 * so is what a row cannot take: a sequence too wide for local memory, more classes than two levels
 * of blocks hold, more rounds of a loop than the device goes.
 */
public final class LaunchTable {
  /** Enqueues what one op takes. Outputs are not empty. */
  @FunctionalInterface
  interface Row<O extends Op> {
    void run(O op, List<View> inputs, List<View> outputs, Launcher launcher);
  }

  /** Whether a row takes inputs of these types within these limits. */
  @FunctionalInterface
  interface Condition<O extends Op> {
    boolean takes(O op, List<TensorType> inputs, Limits limits);
  }

  private final Map<Class<? extends Op>, Row<?>> rows = new HashMap<>();

  /** Of rows that do not take everything. */
  private final Map<Class<? extends Op>, Condition<?>> conditions = new HashMap<>();

  public LaunchTable() {
    family(Unary.class, ElementwiseLaunches::unary);
    family(Binary.class, ElementwiseLaunches::binary);
    family(Compare.class, ElementwiseLaunches::compare);
    row(Ternary.Where.class, ElementwiseLaunches::where);
    row(Ternary.Fma.class, ElementwiseLaunches::fma);
    row(Contraction.MatMul.class, ContractionLaunches::run, ContractionLaunches::takes);
    row(Contraction.Linear.class, ContractionLaunches::run, ContractionLaunches::takes);
    row(Convolution.Conv.class, ContractionLaunches::run, ContractionLaunches::takes);
    row(Convolution.ConvTranspose.class, ContractionLaunches::run, ContractionLaunches::takes);
    row(Convolution.ConvWeightGradient.class, ContractionLaunches::run, ContractionLaunches::takes);
    row(Reduction.Sum.class, ReductionLaunches::sum);
    row(Reduction.Max.class, ReductionLaunches::max, ReductionLaunches::takesLargest);
    row(Reduction.ArgMax.class, ReductionLaunches::argMax, ReductionLaunches::takesLargest);
    row(Movement.Expand.class, MovementLaunches::expand);
    row(Movement.Transpose.class, MovementLaunches::transpose);
    row(Movement.Slice.class, MovementLaunches::slice);
    row(Movement.Concat.class, MovementLaunches::concat);
    row(Movement.Pad.class, MovementLaunches::pad);
    row(Movement.Unfold.class, MovementLaunches::unfold);
    row(Pooling.Fold.class, PoolingLaunches::fold, PoolingLaunches::takes);
    row(Pooling.MaxPool.class, PoolingLaunches::maxPool, PoolingLaunches::takes);
    row(Pooling.MaxTake.class, PoolingLaunches::maxTake);
    row(Pooling.MaxUnpool.class, PoolingLaunches::maxUnpool, PoolingLaunches::takes);
    row(Indexing.IndexSelect.class, IndexLaunches::select);
    row(Indexing.IndexAdd.class, IndexLaunches::add, IndexLaunches::takesAdd);
    row(Conversion.Cast.class, ElementwiseLaunches::cast);
    row(Conversion.OneHot.class, ElementwiseLaunches::oneHot);
    row(Fill.class, ElementwiseLaunches::fill);
    row(Arange.class, ElementwiseLaunches::arange);
    row(Draw.Uniform.class, DrawLaunches::uniform);
    row(Draw.Integers.class, DrawLaunches::integers);
    row(Recurrent.Rnn.class, RecurrentLaunches::forward, RecurrentLaunches::takesForward);
    row(Recurrent.RnnGradient.class, RecurrentLaunches::backward, RecurrentLaunches::takesBackward);
    row(Fused.class, new FusedLaunches()::run, FusedLaunches::takes);
    row(FusedContraction.class, FusedContractionLaunches::run, FusedContractionLaunches::takes);
    row(OptimizerUpdate.class, new OptimizerLaunches()::run);
  }

  private <O extends Op> void row(Class<O> op, Row<? super O> row) {
    rows.put(op, row);
  }

  private <O extends Op> void row(Class<O> op, Row<? super O> row, Condition<? super O> condition) {
    row(op, row);
    conditions.put(op, condition);
  }

  /** The same row for all of a family. */
  private <O extends Op> void family(Class<O> family, Row<? super O> row) {
    Op.all().stream().filter(family::isAssignableFrom).forEach(op -> rows.put(op, row));
  }

  /** Whether there is a row that takes these inputs. */
  @SuppressWarnings("unchecked") // row() pairs each class with a condition on it
  boolean has(Op op, List<TensorType> inputs, Limits limits) {
    Condition<Op> condition = (Condition<Op>) conditions.get(op.getClass());
    return rows.containsKey(op.getClass())
        && (condition == null || condition.takes(op, inputs, limits));
  }

  /** How many contractions {@link #run(List, Launcher)} takes at once. */
  static final int CONTRACTIONS = ContractionLaunches.PRODUCTS;

  /** Enqueues what contractions take that do not depend on each other. */
  void run(List<Backend.Call> contractions, Launcher launcher) {
    FusedContractionLaunches.run(contractions, launcher);
  }

  /** Enqueues what an op takes that this table has. */
  @SuppressWarnings("unchecked") // row() pairs each class with a row that takes it
  void run(Op op, List<View> inputs, List<View> outputs, Launcher launcher) {
    if (outputs.stream().allMatch(output -> output.type().elements() == 0)) {
      return;
    }
    ((Row<Op>) rows.get(op.getClass())).run(op, inputs, outputs, launcher);
  }
}
