package dev.flambeau.benchmarks;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Plan;
import dev.flambeau.benchmarks.command.timing.Operand;
import dev.flambeau.op.Compare.Less;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary.Where;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Value;
import dev.flambeau.optim.Adam.AdamUpdate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A training step of some layers with ReLU between them, cross entropy and Adam, as one would write
 * it who knows the backend's kernels and nothing else of the library: what to run, on which memory,
 * in which order.
 */
final class HandWrittenStep implements Runnable {
  private static final float RATE = 1e-3f;
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;

  /** What a layer was given, and its weights, when the step goes back to it. */
  private record Layer(View input, View weight, View bias) {}

  private final Backend backend;
  private final View input;
  private final View labels;
  private final View ones;
  private final View scalars;
  private final ByteBuffer hostScalars =
      ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.nativeOrder());
  private final List<PreparedOp> ops = new ArrayList<>();
  private final List<View> states = new ArrayList<>();
  private final List<View> gradients = new ArrayList<>();
  private double beta1Power = 1;
  private double beta2Power = 1;

  /**
   * @param widths values before the first layer, and after each
   */
  HandWrittenStep(Backend backend, int batch, int... widths) {
    this.backend = backend;
    input = Operand.empty(backend, floats(batch, widths[0])).view();
    labels = Operand.empty(backend, labels(batch)).view();
    ones = Operand.empty(backend, floats(batch, 1)).view();
    backend.run(new Fill(DType.FLOAT32, Shape.of(batch, 1), 1), List.of(), List.of(ones));
    scalars = Operand.empty(backend, floats(2)).view();

    List<Layer> layers = new ArrayList<>();
    View value = input;
    for (int i = 1; i < widths.length; i++) {
      float bound = (float) (1 / Math.sqrt(widths[i - 1]));
      float[] weights = uniform(widths[i] * widths[i - 1], bound, i);
      View weight = Operand.of(backend, floats(widths[i], widths[i - 1]), weights).view();
      View bias = Operand.of(backend, floats(widths[i]), uniform(widths[i], bound, i)).view();
      layers.add(new Layer(value, weight, bias));
      value = add(new Linear(), value, weight, bias).get(0);
      value = i < widths.length - 1 ? add(new Relu(), value).get(0) : value;
    }
    View softmax = add(new SoftmaxCrossEntropy(), value, labels).get(1);
    View zero = Operand.of(backend, floats(), 0).view();
    View one = Operand.of(backend, floats(), 1).view();
    View gradient = add(new SoftmaxCrossEntropyGradient(), one, softmax, labels).get(0);
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      update(layer.weight, add(new MatMul(true, false), gradient, layer.input).get(0));
      update(layer.bias, add(new MatMul(true, false), ones, gradient).get(0));
      if (i > 0) {
        View above = add(new MatMul(false, false), gradient, layer.weight).get(0);
        gradient = add(slope(above.type()), zero, layer.input, above).get(0);
      }
    }
    List<View> operands = new ArrayList<>(states);
    operands.addAll(gradients);
    operands.add(scalars);
    ops.add(
        backend.prepare(
            new OptimizerUpdate(new AdamUpdate(BETA_1, BETA_2, 1e-8f, 0)), operands, states));
  }

  static float[] uniform(int count, float bound, int seed) {
    float[] values = new float[count];
    new Philox(seed, Philox.TEST_DATA, 0, 0).fill(values, bound);
    return values;
  }

  static TensorType labels(int batch) {
    return new TensorType(DType.INT32, Shape.of(batch));
  }

  static TensorType floats(int... sizes) {
    return new TensorType(DType.FLOAT32, Shape.of(sizes));
  }

  private List<View> add(Op op, View... inputs) {
    List<TensorType> types = new ArrayList<>();
    for (View view : inputs) {
      types.add(view.type());
    }
    List<View> outputs = new ArrayList<>();
    for (TensorType type : op.infer(types)) {
      outputs.add(Operand.empty(backend, type).view());
    }
    if (backend.supports(op, types, op.infer(types))) {
      ops.add(backend.prepare(op, List.of(inputs), outputs));
    } else {
      Plan plan = Plan.fusing(backend, Graph.of(op, types), List.of(inputs), outputs);
      ops.add(plan::run);
    }
    return outputs;
  }

  /** ReLU's gradient, by zero, its output and the gradient of that. */
  private static Fused slope(TensorType type) {
    Graph.Builder graph = Graph.over(List.of(floats(), type, type));
    Value zero = graph.input(0);
    Value isAbove = graph.add(new Less(), zero, graph.input(1));
    return new Fused(graph.build(graph.add(new Where(), isAbove, graph.input(2), zero)));
  }

  /** Takes a parameter and its gradient up among those that the step ends with. */
  private void update(View parameter, View gradient) {
    float[] zeros = new float[parameter.type().elements()];
    states.add(parameter);
    states.add(Operand.of(backend, parameter.type(), zeros).view());
    states.add(Operand.of(backend, parameter.type(), zeros).view());
    gradients.add(new View(gradient.buffer(), gradient.offset(), parameter.type()));
  }

  /** Brings in the batch of the next step. */
  void feed(View nextInput, View nextLabels) {
    backend.copy(nextInput, input);
    backend.copy(nextLabels, labels);
  }

  @Override
  public void run() {
    beta1Power *= BETA_1;
    beta2Power *= BETA_2;
    hostScalars.clear();
    hostScalars.putFloat((float) (RATE / (1 - beta1Power)));
    hostScalars.putFloat((float) Math.sqrt(1 - beta2Power));
    backend.write(hostScalars.flip(), scalars);
    for (PreparedOp op : ops) {
      op.run();
    }
    backend.synchronize();
  }
}
