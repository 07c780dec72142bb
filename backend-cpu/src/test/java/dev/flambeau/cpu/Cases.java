package dev.flambeau.cpu;

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

/** Every op with shapes around each edge: empty, one, around runs, tiles, leaves and threads. */
public final class Cases {
  /** An op and the types of its inputs. */
  public record Case(Op op, List<TensorType> inputs) {
    @Override
    public String toString() {
      return op + " of " + inputs;
    }
  }

  private final List<Case> cases = new ArrayList<>();

  private Cases() {}

  public static Stream<Case> all() {
    Cases all = new Cases();
    all.elementwise();
    all.contractions();
    all.reductions();
    all.movements();
    all.conversions();
    all.compositions();
    all.fused();
    all.followed();
    all.optimizers();
    return all.cases.stream();
  }

  /** Cases of the ops that are made of others. */
  static Stream<Case> composed() {
    return all().filter(one -> one.op.decompose(one.inputs).isPresent());
  }

  /** Chains on blocks, of stretched inputs, with constants before and after, with a sum. */
  private void fused() {
    for (Shape second : List.of(shape(2500), shape(1), Shape.SCALAR)) {
      add(chain(shape(2500), second), shape(2500), second);
    }
    for (Shape second : List.of(shape(33), shape(40, 1), shape(40, 33))) {
      add(chain(shape(40, 33), second), shape(40, 33), second);
    }
  }

  private static Fused chain(Shape first, Shape second) {
    Graph.Builder body =
        Graph.over(
            List.of(new TensorType(DType.FLOAT32, first), new TensorType(DType.FLOAT32, second)));
    Value a = body.input(0);
    Value b = body.input(1);
    Value x = body.add(new Unary.Tanh(), body.add(new Binary.Mul(), a, b));
    Value y = body.add(new Ternary.Fma(), x, b, body.add(new Unary.Neg(), x));
    Value z = body.add(new Ternary.Where(), body.add(new Compare.Less(), x, y), b, y);
    int last = first.rank() - 1;
    Value sum = body.add(new Reduction.Sum(List.of(last), false), z);
    return new Fused(body.build(sum, x));
  }

  /** A product and what follows from it: tiles either way round, leaves, few rows, many columns. */
  private void followed() {
    int[][] sizes = {
      {64, 30, 48}, {70, 1030, 65}, {3, 20, 9}, {5, 1, 40}, {33, 40, 1500}, {40, 2600, 8}, {4, 0, 7}
    };
    for (int[] size : sizes) {
      for (boolean transposeB : new boolean[] {false, true}) {
        Shape b = transposeB ? shape(size[2], size[1]) : shape(size[1], size[2]);
        List<Shape> inputs = List.of(shape(size[0], size[1]), b, shape(size[2]));
        for (boolean isKept : new boolean[] {false, true}) {
          add(
              followed(new MatMul(false, transposeB), inputs.subList(0, 2), shape(size[2]), isKept),
              inputs.toArray(Shape[]::new));
        }
      }
    }
    List<Shape> linear = List.of(shape(2, 33, 20), shape(40, 20), shape(40));
    add(
        followed(new Linear(), linear, shape(40), false),
        shape(2, 33, 20),
        shape(40, 20),
        shape(40),
        shape(40));
  }

  private static FusedContraction followed(
      Contraction product, List<Shape> factors, Shape row, boolean isKept) {
    List<TensorType> types =
        factors.stream().map(shape -> new TensorType(DType.FLOAT32, shape)).toList();
    Graph epilogue =
        Graph.of(
            List.of(product.infer(types).get(0), new TensorType(DType.FLOAT32, row)),
            x -> {
              Value isLess = x.get(0).lt(x.get(1));
              Value y = isLess.where(x.get(1), x.get(0).tanh());
              return isKept ? List.of(y, isLess) : List.of(y);
            });
    return new FusedContraction(product, new Fused(epilogue), isKept);
  }

  private static Shape shape(int... sizes) {
    return Shape.of(sizes);
  }

  private void add(Op op, Shape... floats) {
    add(op, Arrays.stream(floats).map(shape -> new TensorType(DType.FLOAT32, shape)).toList());
  }

  private void add(Op op, List<TensorType> inputs) {
    cases.add(new Case(op, inputs));
  }

  private static TensorType type(DType dtype, int... sizes) {
    return new TensorType(dtype, Shape.of(sizes));
  }

  private void elementwise() {
    List<Unary> unary =
        List.of(
            new Unary.Neg(),
            new Unary.Exp(),
            new Unary.Log(),
            new Unary.Sqrt(),
            new Unary.Relu(),
            new Unary.Abs(),
            new Unary.Sigmoid(),
            new Unary.Tanh());
    for (Unary op : unary) {
      add(op, Shape.SCALAR);
      add(op, shape(3, 0));
      add(op, shape(100, 301));
    }
    List<Op> binary =
        List.of(
            new Binary.Add(),
            new Binary.Sub(),
            new Binary.Mul(),
            new Binary.Div(),
            new Compare.Equal(),
            new Compare.NotEqual(),
            new Compare.Less(),
            new Compare.LessEqual());
    for (Op op : binary) {
      broadcasts(op);
    }
    for (DType dtype : List.of(DType.INT32, DType.BOOL)) {
      add(new Compare.Less(), List.of(type(dtype, 3, 4), type(dtype, 4)));
      add(new Ternary.Where(), List.of(type(DType.BOOL, 3, 1), type(dtype, 3, 4), type(dtype, 4)));
    }
    ternary();
  }

  private void broadcasts(Op op) {
    add(op, Shape.SCALAR, Shape.SCALAR);
    add(op, shape(0, 3), shape(3));
    add(op, shape(210, 200), shape(210, 200));
    add(op, shape(210, 200), Shape.SCALAR);
    add(op, shape(1, 1), shape(7));
    add(op, shape(210, 200), shape(200));
    add(op, shape(5, 1), shape(5, 7));
    add(op, shape(5, 1), shape(1, 7));
    add(op, shape(2, 3, 1, 4), shape(3, 5, 1));
  }

  private void ternary() {
    TensorType mask = type(DType.BOOL, 210, 200);
    add(new Ternary.Where(), List.of(mask, type(DType.FLOAT32, 210, 200), type(DType.FLOAT32)));
    add(
        new Ternary.Where(),
        List.of(type(DType.BOOL, 5, 1), type(DType.FLOAT32, 7), type(DType.FLOAT32, 5, 7)));
    add(new Ternary.Fma(), shape(210, 200), shape(210, 200), shape(210, 200));
    add(new Ternary.Fma(), shape(5, 1), shape(7), Shape.SCALAR);
  }

  private void contractions() {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        MatMul op = new MatMul(transposeA, transposeB);
        matmul(op, 1, 1, 1);
        matmul(op, 3, 0, 2);
        matmul(op, 0, 3, 2);
        matmul(op, 3, 63, 5);
        matmul(op, 2, 64, 16);
        matmul(op, 5, 65, 33);
        matmul(op, 129, 130, 513);
        matmul(op, 3, 1023, 4);
        matmul(op, 4, 1024, 7);
        matmul(op, 3, 1025, 4);
        matmul(op, 2, 2100, 40);
        matmul(op, 1, 2600, 64);
        matmul(op, 64, 2100, 10);
      }
    }
    add(new MatMul(false, false), shape(2, 1, 3, 4), shape(5, 4, 6));
    add(new MatMul(true, true), shape(7, 40, 30), shape(7, 50, 40));
    add(new MatMul(false, false), shape(9, 3, 4), shape(4, 6));
    add(new Linear(), shape(4), shape(3, 4), shape(3));
    add(new Linear(), shape(2, 3, 4), shape(5, 4), shape(5));
    add(new Linear(), shape(65, 1030), shape(70, 1030), shape(70));
    add(new Linear(), shape(40, 3000), shape(30, 3000), shape(30));
    add(new Linear(), shape(0, 4), shape(3, 4), shape(3));
    add(new Linear(), shape(4100, 5), shape(3, 5), shape(3));
    add(new Linear(), shape(20, 5), shape(4100, 5), shape(4100));
    add(new Linear(), shape(3, 0), shape(2, 0), shape(2));
  }

  private void matmul(MatMul op, int m, int k, int n) {
    add(
        op,
        op.transposeA() ? shape(k, m) : shape(m, k),
        op.transposeB() ? shape(n, k) : shape(k, n));
  }

  private void reductions() {
    for (int n : new int[] {0, 1, 2, 31, 32, 33, 63, 64, 100, 1023, 1024, 1025, 2049, 40_000}) {
      add(new Reduction.Sum(List.of(0), false), shape(n));
      add(new Reduction.Mean(List.of(0), true), shape(n));
    }
    add(new Reduction.Sum(List.of(0, 1), false), shape(1100, 1000));
    add(new Reduction.Sum(List.of(1), false), shape(5, 90_000));
    Shape cube = shape(7, 40, 50);
    for (List<Integer> axes :
        List.of(
            List.<Integer>of(), List.of(0), List.of(1), List.of(2), List.of(0, 2), List.of(1, 2))) {
      add(new Reduction.Sum(axes, false), cube);
      add(new Reduction.Max(axes, true), cube);
      add(new Reduction.Mean(axes, true), cube);
    }
    add(new Reduction.Sum(List.of(0), false), shape(210, 200));
    add(new Reduction.Sum(List.of(1), false), shape(210, 200));
    add(new Reduction.Sum(List.of(0), false), shape(3, 0));
    add(new Reduction.ArgMax(0, false), cube);
    add(new Reduction.ArgMax(2, true), cube);
  }

  private void movements() {
    for (DType dtype : List.of(DType.FLOAT32, DType.INT32, DType.BOOL)) {
      add(new Movement.Reshape(shape(6)), List.of(type(dtype, 2, 3)));
      add(new Movement.Expand(shape(4, 2, 3)), List.of(type(dtype, 2, 1)));
      add(new Movement.Expand(shape(4, 3)), List.of(type(dtype)));
      add(new Movement.Transpose(List.of()), List.of(type(dtype)));
      add(new Movement.Transpose(List.of(0)), List.of(type(dtype, 5)));
      add(new Movement.Transpose(List.of(1, 0)), List.of(type(dtype, 301, 100)));
      add(new Movement.Transpose(List.of(1, 0, 2)), List.of(type(dtype, 2, 3, 4)));
      add(new Movement.Transpose(List.of(2, 0, 1)), List.of(type(dtype, 2, 3, 4)));
      add(new Movement.Transpose(List.of(1, 0)), List.of(type(dtype, 0, 4)));
      add(new Movement.Slice(0, 1, 3), List.of(type(dtype, 4, 5)));
      add(new Movement.Slice(1, 1, 3), List.of(type(dtype, 2, 4, 5)));
      add(new Movement.Slice(1, 2, 2), List.of(type(dtype, 2, 4)));
      add(
          new Movement.Concat(1),
          List.of(type(dtype, 2, 3, 4), type(dtype, 2, 0, 4), type(dtype, 2, 1, 4)));
      add(new Movement.Concat(0), List.of(type(dtype, 3), type(dtype, 2)));
      add(new Movement.Pad(0, 2, 1), List.of(type(dtype, 3, 2)));
      add(new Movement.Pad(1, 0, 3), List.of(type(dtype, 3, 2)));
    }
    add(new Movement.Expand(shape(210, 200)), shape(200));
    add(new Movement.Expand(shape(210, 200)), shape(210, 1));
  }

  private void conversions() {
    List<DType> types = List.of(DType.FLOAT32, DType.INT32, DType.BOOL);
    for (DType from : types) {
      for (DType to : types) {
        add(new Cast(to), List.of(type(from, 100)));
      }
      add(new Fill(from, shape(3, 2), -1.7), List.of());
    }
    add(new OneHot(7, DType.FLOAT32), List.of(type(DType.INT32, 20)));
  }

  private void compositions() {
    for (boolean log : new boolean[] {false, true}) {
      add(new Softmax(1, log), shape(20, 10));
      add(new Softmax(0, log), shape(40, 3));
    }
    for (int[] sizes : new int[][] {{1, 1}, {0, 3}, {64, 10}, {300, 100}, {3, 1500}}) {
      TensorType logits = type(DType.FLOAT32, sizes);
      TensorType labels = type(DType.INT32, sizes[0]);
      add(new SoftmaxCrossEntropy(), List.of(logits, labels));
      add(new SoftmaxCrossEntropyGradient(), List.of(type(DType.FLOAT32), logits, labels));
    }
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      rnn(nonlinearity, 0, 2, 3, 4);
      rnn(nonlinearity, 1, 1, 1, 1);
      rnn(nonlinearity, 5, 3, 4, 7);
      rnn(nonlinearity, 3, 0, 2, 2);
      rnn(nonlinearity, 6, 40, 20, 130);
    }
  }

  private void rnn(Nonlinearity nonlinearity, int t, int n, int c, int h) {
    Shape h0 = shape(n, h);
    Shape x = shape(t, n, c);
    Shape out = shape(t, n, h);
    add(new Rnn(nonlinearity), h0, x, shape(h, c), shape(h, h), shape(h), shape(h));
    add(new RnnGradient(nonlinearity), out, out, h0, x, shape(h, c), shape(h, h));
  }

  private void optimizers() {
    for (Shape p : List.of(Shape.SCALAR, shape(0), shape(3, 5), shape(1024), shape(210, 201))) {
      add(new AssignUpdate(), p, p, shape(0));
      add(new SgdUpdate(0, 0), p, p, shape(1));
      add(new SgdUpdate(0, 0.01f), p, p, shape(1));
      add(new SgdUpdate(0.9f, 0), p, p, p, shape(1));
      add(new SgdUpdate(0.9f, 0.01f), p, p, p, shape(1));
      add(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), p, p, p, p, shape(2));
      add(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f), p, p, p, p, shape(2));
    }
    Shape p = shape(210, 201);
    Shape q = shape(3, 5);
    add(new SgdUpdate(0, 0), q, shape(0), p, q, shape(0), p, shape(1));
    add(new SgdUpdate(0.9f, 0.01f), p, p, q, q, p, q, shape(1));
    add(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), p, p, p, q, q, q, p, p, p, p, q, p, shape(2));
  }
}
