package dev.flambeau.opencl;

import static dev.flambeau.opencl.HostTensor.floats;
import static dev.flambeau.opencl.HostTensor.type;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.AssignUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A few cases an op, where OpenCL's kernels have edges: of groups, tiles, leaves, blocks and axes.
 * The full catalogue is the conformance kit's.
 */
final class Cases {
  /** An op and the types of its inputs. */
  record Case(Op op, List<TensorType> inputs) {
    @Override
    public String toString() {
      return op + " of " + inputs;
    }
  }

  private final List<Case> cases = new ArrayList<>();

  private Cases() {}

  static Stream<Case> all() {
    Cases all = new Cases();
    all.elementwise();
    all.products();
    all.reductions();
    all.movements();
    all.conversions();
    all.crossEntropy();
    all.sequences();
    all.updates();
    return all.cases.stream();
  }

  private void add(Op op, TensorType... inputs) {
    cases.add(new Case(op, List.of(inputs)));
  }

  private void elementwise() {
    List<Unary> unary =
        List.of(
            new Unary.Neg(),
            new Unary.Abs(),
            new Unary.Exp(),
            new Unary.Log(),
            new Unary.Sqrt(),
            new Unary.Relu(),
            new Unary.Sigmoid(),
            new Unary.Tanh());
    unary.forEach(op -> add(op, floats(5, 103)));
    add(new Unary.Neg(), floats(2, 1, 1, 1, 1, 1, 1, 1, 3));
    List<Op> pairs =
        List.of(
            new Binary.Add(),
            new Binary.Sub(),
            new Binary.Mul(),
            new Binary.Div(),
            new Compare.Equal(),
            new Compare.NotEqual(),
            new Compare.Less(),
            new Compare.LessEqual());
    for (Op op : pairs) {
      add(op, floats(7, 37), floats(7, 37));
      add(op, floats(), floats(65));
      add(op, floats(4, 1, 3), floats(5, 1));
    }
    add(new Binary.Add(), floats(2, 1, 2, 1, 2, 1, 2, 1), floats(1, 3, 1, 3, 1, 3, 1, 3));
    add(new Binary.Add(), floats(2, 1, 2, 1, 2, 1, 2, 1, 2), floats(1, 3, 1, 3, 1, 3, 1, 3, 1));
    for (DType dtype : List.of(DType.INT32, DType.BOOL)) {
      add(new Compare.Less(), type(dtype, 9), type(dtype, 9));
      add(new Ternary.Where(), type(DType.BOOL, 3, 1), type(dtype, 3, 4), type(dtype, 4));
    }
    add(new Ternary.Where(), type(DType.BOOL, 300), floats(300), floats());
    add(new Ternary.Fma(), floats(70), floats(70), floats(70));
    add(new Ternary.Fma(), floats(5, 1), floats(7), floats());
  }

  private void products() {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        MatMul op = new MatMul(transposeA, transposeB);
        int[][] sizes = {
          {1, 1, 1},
          {3, 0, 2},
          {5, 15, 17},
          {6, 16, 16},
          {7, 17, 15},
          {65, 33, 63},
          {2, 2049, 3},
          {23, 1024, 31},
          {24, 1025, 32},
          {25, 9, 33}
        };
        for (int[] size : sizes) {
          add(op, matrix(size[0], size[1], transposeA), matrix(size[1], size[2], transposeB));
        }
      }
    }
    packedProducts();
    add(new MatMul(false, false), floats(2, 1, 3, 4), floats(5, 4, 6));
    add(new MatMul(true, true), floats(7, 4, 3), floats(1, 5, 4));
    add(new MatMul(false, false), floats(2, 1, 2, 3, 4), floats(3, 1, 4, 2));
    add(new Linear(), floats(4), floats(3, 4), floats(3));
    add(new Linear(), floats(2, 33, 40), floats(70, 40), floats(70));
    add(new Linear(), floats(3, 0), floats(2, 0), floats(2));
    for (TensorType a : List.of(floats(5, 70), floats(70, 33), floats(3, 5, 70))) {
      TensorType b = floats(70, 40);
      boolean isTransposed = a.shape().size(-1) != 70;
      List<TensorType> factors = List.of(a, b);
      add(thenRelu(new MatMul(isTransposed, false), factors), a, b);
      FusedContraction chosen = thenWhereAbove(new MatMul(isTransposed, false), factors);
      cases.add(new Case(chosen, List.of(a, b, chosen.product())));
    }
  }

  /** A product and ReLU as one op. */
  static FusedContraction thenRelu(Contraction product, List<TensorType> inputs) {
    Graph epilogue = Graph.of(product.infer(inputs), x -> List.of(x.get(0).relu()));
    return new FusedContraction(product, new Fused(epilogue), false);
  }

  /** A product and ReLU's gradient as one op, of ReLU's output too. */
  static FusedContraction thenWhereAbove(Contraction product, List<TensorType> factors) {
    TensorType type = product.infer(factors).get(0);
    Graph epilogue = Graph.of(List.of(type, type), x -> List.of(x.get(1).gt(0).where(x.get(0), 0)));
    return new FusedContraction(product, new Fused(epilogue), false);
  }

  /** Large enough for panels, around their edges and those of leaves. */
  private void packedProducts() {
    for (boolean transpose : new boolean[] {false, true}) {
      MatMul op = new MatMul(transpose, transpose);
      int[][] sizes = {{100, 30, 95}, {31, 257, 47}, {13, 2049, 33}, {24, 1024, 16}, {6, 1025, 48}};
      for (int[] size : sizes) {
        add(op, matrix(size[0], size[1], transpose), matrix(size[1], size[2], transpose));
      }
    }
    add(new MatMul(false, true), floats(2, 1, 25, 70), floats(3, 31, 70));
    add(new MatMul(true, false), floats(3, 260, 25), floats(260, 31));
    add(new Linear(), floats(3, 33, 1025), floats(17, 1025), floats(17));
  }

  private static TensorType matrix(int rows, int columns, boolean transposed) {
    return transposed ? floats(columns, rows) : floats(rows, columns);
  }

  private void reductions() {
    for (int n : new int[] {0, 1, 31, 33, 1024, 1025, 33_000}) {
      add(new Reduction.Sum(List.of(0), false), floats(n));
    }
    for (List<Integer> axes : List.of(List.<Integer>of(), List.of(0), List.of(1), List.of(0, 2))) {
      add(new Reduction.Sum(axes, true), floats(7, 40, 5));
      add(new Reduction.Max(axes, false), floats(7, 40, 5));
    }
    add(new Reduction.Mean(List.of(1), false), floats(3, 1500));
    add(new Reduction.ArgMax(1, false), floats(7, 40, 5));
    add(new Softmax(1, false), floats(3, 10));
    Graph.Builder body = Graph.over(List.of(floats(3, 40), floats(40)));
    Value difference = body.add(new Binary.Sub(), body.input(0), body.input(1));
    Value square = body.add(new Binary.Mul(), difference, difference);
    Value sum = body.add(new Reduction.Sum(List.of(1), false), square);
    add(new Fused(body.build(sum, difference)), floats(3, 40), floats(40));
  }

  private void movements() {
    for (DType dtype : List.of(DType.FLOAT32, DType.INT32, DType.BOOL)) {
      add(new Movement.Expand(Shape.of(4, 2, 3)), type(dtype, 2, 1));
      add(new Movement.Transpose(List.of(2, 0, 1)), type(dtype, 5, 30, 4));
      add(new Movement.Slice(1, 1, 3), type(dtype, 2, 4, 5));
      add(new Movement.Concat(1), type(dtype, 2, 3), type(dtype, 2, 0), type(dtype, 2, 1));
      add(new Movement.Pad(0, 2, 1), type(dtype, 3, 2));
      add(new Movement.Pad(1, 1, 3), type(dtype, 3, 2));
    }
    add(new Movement.Transpose(List.of()), floats());
    int[] deep = {2, 3, 2, 3, 2, 3, 2, 3, 2};
    add(new Movement.Expand(Shape.of(deep)), floats(2, 1, 2, 1, 2, 1, 2, 1, 2));
    add(new Movement.Transpose(List.of(8, 7, 6, 5, 4, 3, 2, 1, 0)), floats(deep));
  }

  private void conversions() {
    List<DType> types = List.of(DType.FLOAT32, DType.INT32, DType.BOOL);
    for (DType from : types) {
      types.forEach(to -> add(new Cast(to), type(from, 100)));
      add(new Fill(from, Shape.of(3, 2), -1.7));
    }
    add(new OneHot(7, DType.FLOAT32), type(DType.INT32, 20));
  }

  private void crossEntropy() {
    for (int[] sizes : new int[][] {{1, 1}, {0, 3}, {66, 10}, {3, 1500}, {1100, 2}}) {
      TensorType labels = type(DType.INT32, sizes[0]);
      add(new SoftmaxCrossEntropy(), floats(sizes), labels);
      add(new SoftmaxCrossEntropyGradient(), floats(), floats(sizes), labels);
    }
  }

  private void sequences() {
    int[][] sizes = {{0, 2, 3, 4}, {1, 1, 1, 1}, {5, 3, 4, 7}, {3, 0, 2, 2}, {2, 2, 0, 3}};
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      Arrays.stream(sizes).forEach(size -> sequence(nonlinearity, size));
    }
    sequence(Nonlinearity.TANH, 3, 7, 5, 70);
    sequence(Nonlinearity.RELU, 2, 2, 3, 1030);
  }

  /** T steps, N sequences, C inputs, H hidden values. */
  private void sequence(Nonlinearity nonlinearity, int... size) {
    TensorType out = floats(size[0], size[1], size[3]);
    TensorType h0 = floats(size[1], size[3]);
    TensorType x = floats(size[0], size[1], size[2]);
    TensorType weightIh = floats(size[3], size[2]);
    TensorType weightHh = floats(size[3], size[3]);
    TensorType bias = floats(size[3]);
    add(new Rnn(nonlinearity), h0, x, weightIh, weightHh, bias, bias);
    add(new RnnGradient(nonlinearity), out, out, h0, x, weightIh, weightHh);
  }

  private void updates() {
    for (TensorType p : List.of(floats(), floats(0), floats(3, 101))) {
      add(new AssignUpdate(), p, p, floats(0));
      add(new SgdUpdate(0, 0), p, p, floats(1));
      add(new SgdUpdate(0.9f, 0.01f), p, p, p, floats(1));
      add(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f), p, p, p, p, floats(2));
    }
    TensorType p = floats(3, 101);
    TensorType q = floats(1100);
    TensorType none = floats(0);
    add(new SgdUpdate(0, 0), none, p, none, q, none, p, none, q, floats(1));
    add(new SgdUpdate(0, 0), p, q, p, p, p, p, p, p, q, p, q, p, p, p, p, p, p, q, floats(1));
    add(new SgdUpdate(0.9f, 0.01f), p, p, q, q, p, q, floats(1));
    add(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), p, p, p, q, q, q, p, q, floats(2));
  }
}
