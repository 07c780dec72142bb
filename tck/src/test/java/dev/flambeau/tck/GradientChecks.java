package dev.flambeau.tck;

import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.labels;
import static dev.flambeau.tck.cases.Values.range;

import dev.flambeau.op.Arithmetic;
import dev.flambeau.op.Binary.Add;
import dev.flambeau.op.Binary.Div;
import dev.flambeau.op.Binary.Mul;
import dev.flambeau.op.Binary.Sub;
import dev.flambeau.op.Composite;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Indexing.IndexAdd;
import dev.flambeau.op.Indexing.IndexSelect;
import dev.flambeau.op.LossTerm;
import dev.flambeau.op.Movement.Concat;
import dev.flambeau.op.Movement.Expand;
import dev.flambeau.op.Movement.Pad;
import dev.flambeau.op.Movement.Reshape;
import dev.flambeau.op.Movement.Slice;
import dev.flambeau.op.Movement.Transpose;
import dev.flambeau.op.Movement.Unfold;
import dev.flambeau.op.Normal;
import dev.flambeau.op.Normalization.BatchNorm;
import dev.flambeau.op.Normalization.Normalize;
import dev.flambeau.op.Normalization.RmsNormalize;
import dev.flambeau.op.Op;
import dev.flambeau.op.Pooling.AvgPool;
import dev.flambeau.op.Pooling.Fold;
import dev.flambeau.op.Pooling.MaxPool;
import dev.flambeau.op.Pooling.MaxTake;
import dev.flambeau.op.Pooling.MaxUnpool;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Reduction.Max;
import dev.flambeau.op.Reduction.Mean;
import dev.flambeau.op.Reduction.Sum;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.Ternary.Fma;
import dev.flambeau.op.Ternary.Where;
import dev.flambeau.op.Unary.Abs;
import dev.flambeau.op.Unary.Cos;
import dev.flambeau.op.Unary.Erf;
import dev.flambeau.op.Unary.Exp;
import dev.flambeau.op.Unary.Expm1;
import dev.flambeau.op.Unary.Log;
import dev.flambeau.op.Unary.Log1p;
import dev.flambeau.op.Unary.Neg;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Unary.Sigmoid;
import dev.flambeau.op.Unary.Sin;
import dev.flambeau.op.Unary.Sqrt;
import dev.flambeau.op.Unary.Tanh;
import dev.flambeau.op.Window;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;
import dev.flambeau.tck.catalogue.CompositeCases;
import java.util.List;

/** Cases for gradient checks in FLOAT64, away from kinks and poles; numerics.md, "Gradients". */
final class GradientChecks {
  /** Far from 0 and from each other, as the derivatives of relu and max ask for. */
  private static final Values APART = Values.of(0.3, -0.4, 0.9, -1.2, 0.6, -0.8, 1.5, -0.2, 1.1);

  private static final DType FLOAT64 = DType.FLOAT64;

  private GradientChecks() {}

  static List<Case> all() {
    Cases cases = new Cases().rule("Gradients");
    elementwise(cases);
    contractions(cases);
    reductions(cases);
    movements(cases);
    windows(cases);
    fused(cases);
    gradients(cases);
    composites(cases);
    return cases.list();
  }

  private static void elementwise(Cases cases) {
    String[] pairs = {
      "(3, 4) × (3, 4)", "(3, 4) × (4)", "(3, 1) × (4)", "(4) × (2, 3, 4)", "() × (2, 3)", "() × ()"
    };
    String[] triples = {
      "(3, 4) × (3, 4) × (3, 4)", "(3, 1) × (4) × ()", "(4) × (3, 1) × (2, 1, 1)"
    };
    cases
        .of(
            new Neg(),
            new Abs(),
            new Relu(),
            new Erf(),
            new Exp(),
            new Expm1(),
            new Sigmoid(),
            new Tanh())
        .types(FLOAT64)
        .shapes("()", "(7)", "(2, 3)")
        .values(APART);
    cases.of(new Cos(), new Sin()).types(FLOAT64).shapes("()", "(7)").values(range(-4, 4));
    cases.of(new Log1p()).types(FLOAT64).shapes("()", "(7)").values(range(-0.5, 3));
    cases.of(new Log(), new Sqrt()).types(FLOAT64).shapes("()", "(7)").values(range(0.5, 3));
    cases.of(new Add(), new Sub(), new Mul()).types(FLOAT64).shapes(pairs).values(UNIFORM);
    cases.of(new Div()).types(FLOAT64).shapes(pairs).operands(UNIFORM, range(0.5, 2));
    cases.of(new Fma()).types(FLOAT64).shapes(triples).values(UNIFORM);
    cases.of(new Where()).types(DType.BOOL, FLOAT64).shapes(triples).operands(MASK, UNIFORM);
    cases.of(new Cast(FLOAT64)).types(FLOAT64).shapes("(2, 3)").values(UNIFORM);
  }

  private static void contractions(Cases cases) {
    cases
        .of(new MatMul(false, false))
        .types(FLOAT64)
        .shapes("(2, 3) × (3, 4)", "(2, 2, 3) × (3, 4)", "(2, 3) × (2, 3, 2)")
        .shapes("(2, 1, 2, 3) × (3, 3, 2)");
    cases
        .of(new MatMul(true, false))
        .types(FLOAT64)
        .shapes("(3, 2) × (3, 4)", "(2, 3, 2) × (3, 4)");
    cases
        .of(new MatMul(false, true))
        .types(FLOAT64)
        .shapes("(2, 3) × (4, 3)", "(2, 3) × (2, 4, 3)");
    cases.of(new MatMul(true, true)).types(FLOAT64).shapes("(3, 2) × (4, 3)", "(2, 3, 2) × (4, 3)");
    cases
        .of(new Linear())
        .types(FLOAT64)
        .shapes("(4, 3) × (2, 3) × (2)", "(3) × (2, 3) × (2)", "(2, 2, 3) × (2, 3) × (2)");
  }

  private static void reductions(Cases cases) {
    for (boolean keepDim : new boolean[] {false, true}) {
      for (List<Integer> axes : List.of(List.<Integer>of(), List.of(1), List.of(0, 2))) {
        cases
            .of(new Sum(axes, keepDim), new Mean(axes, keepDim))
            .types(FLOAT64)
            .shapes("(2, 3, 2)");
      }
      cases.of(new Max(List.of(1), keepDim)).types(FLOAT64).shapes("(3, 3)").values(APART);
      cases.of(new Max(List.of(0, 1), keepDim)).types(FLOAT64).shapes("(3, 3)").values(APART);
      cases.of(new Max(List.of(0), keepDim)).types(FLOAT64).shapes("(9)").values(APART);
    }
  }

  private static void movements(Cases cases) {
    cases.of(new Reshape(Shape.of(3, 2))).types(FLOAT64).shapes("(2, 3)", "(6)");
    cases.of(new Expand(Shape.of(2, 3))).types(FLOAT64).shapes("()", "(3)", "(2, 1)");
    cases.of(new Transpose(List.of(2, 0, 1))).types(FLOAT64).shapes("(2, 3, 4)");
    cases.of(new Slice(1, 1, 3), new Slice(0, 1, 2)).types(FLOAT64).shapes("(3, 4)", "(2, 4, 2)");
    cases.of(new Concat(1)).types(FLOAT64).shapes("(2, 3) × (2, 1) × (2, 2)", "(2, 3)");
    cases
        .of(new IndexSelect(1), new IndexAdd(1, 4))
        .types(FLOAT64, DType.INT32)
        .shapes("(2, 4) × (4)", "(2, 4, 2) × (4)")
        .operands(UNIFORM, labels(4));
    cases.of(new Pad(1, 2, 1), new Pad(0, 0, 3)).types(FLOAT64).shapes("(2, 3)");
  }

  private static void windows(Cases cases) {
    Window strided = Window.of(3, 2).stride(2, 1).padding(1);
    cases.of(new Conv(strided, 2, true)).types(FLOAT64).shapes("(2, 4, 5, 4) × (2, 2, 3, 2) × (2)");
    cases.of(new Conv(Window.of(3), 1, false)).types(FLOAT64).shapes("(1, 2, 5) × (3, 2, 3)");
    cases
        .of(new ConvTranspose(strided, 2, Shape.of(5, 4), true))
        .types(FLOAT64)
        .shapes("(2, 2, 3, 5) × (2, 2, 3, 2) × (4)");
    cases
        .of(new ConvWeightGradient(strided, 2))
        .types(FLOAT64)
        .shapes("(2, 4, 5, 4) × (2, 2, 3, 5)");
    Window pooled = Window.of(2, 3).stride(1, 2).padding(0, 1);
    cases
        .of(new AvgPool(pooled, true), new AvgPool(pooled, false))
        .types(FLOAT64)
        .shapes("(2, 3, 5)");
    cases.of(new MaxPool(pooled)).types(FLOAT64).shapes("(3, 3)").values(APART);
    cases
        .of(new MaxUnpool(pooled, Shape.of(3, 5)))
        .types(FLOAT64, DType.INT32)
        .shapes("(2, 2, 3) × (2, 2, 3)")
        .operands(UNIFORM, labels(15));
    cases
        .of(new MaxTake(pooled))
        .types(FLOAT64, DType.INT32)
        .shapes("(2, 3, 5) × (2, 2, 3)")
        .operands(UNIFORM, labels(15));
    Window plain = Window.of(2, 2).stride(1, 2);
    for (boolean reversed : new boolean[] {false, true}) {
      cases.of(new Unfold(plain, reversed)).types(FLOAT64).shapes("(2, 3, 4)");
      cases.of(new Fold(plain, reversed, Shape.of(3, 4))).types(FLOAT64).shapes("(2, 2, 2, 2, 2)");
    }
  }

  private static void fused(Cases cases) {
    for (boolean log : new boolean[] {false, true}) {
      cases.of(new Softmax(1, log), new Softmax(0, log)).types(FLOAT64).shapes("(3, 4)");
    }
    cases
        .of(new SoftmaxCrossEntropy())
        .types(FLOAT64, DType.INT32)
        .shapes("(4, 3) × (4)", "(1, 3) × (1)")
        .operands(UNIFORM, labels(3));
    normalizations(cases);
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      cases
          .of(new Rnn(nonlinearity))
          .types(FLOAT64)
          .shapes("(2, 3) × (3, 2, 2) × (3, 2) × (3, 3) × (3) × (3)")
          .shapes("(1, 2) × (1, 1, 3) × (2, 3) × (2, 2) × (2) × (2)");
    }
  }

  private static void normalizations(Cases cases) {
    double epsilon = 0.01;
    cases
        .of(
            new Normalize(List.of(1), epsilon),
            new Normalize(List.of(0, 2), epsilon),
            new RmsNormalize(List.of(1), epsilon),
            new RmsNormalize(List.of(0, 2), epsilon))
        .types(FLOAT64)
        .shapes("(2, 4, 2)");
    cases
        .of(new BatchNorm(List.of(0, 2), epsilon))
        .types(FLOAT64)
        .shapes("(2, 3, 2) × (1, 3, 1) × (1, 3, 1)");
  }

  /** Gradients that are ops: theirs are the second derivatives. */
  private static void gradients(Cases cases) {
    cases
        .of(new SoftmaxCrossEntropyGradient())
        .types(FLOAT64, FLOAT64, DType.INT32)
        .shapes("() × (4, 3) × (4)")
        .operands(UNIFORM, UNIFORM, labels(3));
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      cases
          .of(new RnnGradient(nonlinearity))
          .types(FLOAT64)
          .shapes("(2, 2, 3) × (2, 2, 3) × (2, 3) × (2, 2, 2) × (3, 2) × (3, 3)")
          .values(APART);
    }
  }

  /** Every composite that has a class, and an expression such as users write. */
  private static void composites(Cases cases) {
    for (Class<? extends Op> op : Op.all()) {
      if (Composite.class.isAssignableFrom(op) && op != Composite.Expression.class) {
        composite(cases, example(op));
      }
    }
    composite(cases, Elementwise.of("swish", (x, beta) -> x.mul(x.mul(beta).sigmoid())));
    composite(cases, Elementwise.of("both", 2, v -> List.of(v.get(0).mul(v.get(1)), v.get(1))));
  }

  private static Composite example(Class<? extends Op> op) {
    return op == LossTerm.PoissonNllOfRates.class
        ? new LossTerm.PoissonNllOfRates(0.125) // another would take logarithms of less than 0
        : (Composite) CompositeCases.example(op);
  }

  /** Where an op is smooth. */
  private static Values domain(Composite op) {
    if (op instanceof Arithmetic.Rsqrt || op instanceof LossTerm.StirlingTerm) {
      return range(1.1, 3);
    }
    boolean isOfProbabilities = op instanceof LossTerm || op instanceof Normal;
    return isOfProbabilities ? range(0.1, 0.9) : op.arity() == 1 ? APART : UNIFORM;
  }

  private static void composite(Cases cases, Composite op) {
    String[] shapes = {"(7)", "(3, 1) × (4)", "(3, 1) × (4) × ()"};
    cases.of(op).types(FLOAT64).shapes(shapes[op.arity() - 1]).values(domain(op));
  }
}
