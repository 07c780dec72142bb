package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Composite;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reference kernels against expectations worked out by hand from docs/numerics.md. */
class ReferenceTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** 2²⁴: adding 1 to it is lost, adding 2 is not. */
  private static final float BIG = 0x1p24f;

  private final Backend reference = Devices.reference();

  @AfterEach
  void close() {
    assertEquals(0, reference.memory().usedBytes());
    reference.close();
  }

  private float[] floats(Op op, HostTensor... inputs) {
    return HostTensor.run(reference, op, inputs).get(0).floats();
  }

  private static HostTensor vector(float... values) {
    return HostTensor.floats(Shape.of(values.length), values);
  }

  private static HostTensor row(float... values) {
    return HostTensor.floats(Shape.of(1, values.length), values);
  }

  @Test
  void onlyOpsThatAreMadeOfOthersHaveNoKernel() {
    Set<String> missing =
        Op.all().stream()
            .filter(op -> !ReferenceKernels.table().has(op))
            .filter(op -> !Composite.class.isAssignableFrom(op))
            .map(Op::name)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "linear",
            "normalize",
            "batchNorm",
            "rmsNormalize",
            "softmaxCrossEntropy",
            "softmaxCrossEntropyGradient",
            "fused",
            "conv",
            "convTranspose",
            "convWeightGradient",
            "avgPool",
            "fusedContraction",
            "reshape",
            "optimizerUpdate",
            "rnn",
            "rnnGradient",
            "mean",
            "softmax"),
        missing);
  }

  @Test
  void unaryOpsKeepZerosAndNaN() {
    HostTensor x = vector(-0f, 0f, NAN, -1f, INFINITY);
    assertArrayEquals(new float[] {0f, 0f, NAN, 0f, INFINITY}, floats(new Unary.Relu(), x));
    assertArrayEquals(new float[] {0f, -0f, NAN, 1f, -INFINITY}, floats(new Unary.Neg(), x));
    assertArrayEquals(new float[] {-0f, 0f, NAN, NAN, INFINITY}, floats(new Unary.Sqrt(), x));
    assertArrayEquals(
        new float[] {1f, 1f, NAN, (float) StrictMath.exp(-1), INFINITY},
        floats(new Unary.Exp(), x));
    assertArrayEquals(
        new float[] {-INFINITY, -INFINITY, NAN, NAN, INFINITY}, floats(new Unary.Log(), x));
    assertArrayEquals(
        new float[] {-0f, 0f, NAN, (float) StrictMath.tanh(-1), 1f}, floats(new Unary.Tanh(), x));
  }

  @Test
  void binaryOpsBroadcastAndRoundOnce() {
    HostTensor column = HostTensor.floats(Shape.of(2, 1), BIG, Float.MIN_VALUE);
    HostTensor values = vector(1f, 2f, 0.5f);
    assertArrayEquals(
        new float[] {BIG, BIG + 2, BIG, 1f, 2f, 0.5f}, floats(new Binary.Add(), column, values));
    assertArrayEquals(
        new float[] {BIG, 2 * BIG, BIG / 2, Float.MIN_VALUE, 2 * Float.MIN_VALUE, 0f},
        floats(new Binary.Mul(), column, values));
    assertArrayEquals(new float[] {0f, -1f, 0.5f}, floats(new Binary.Sub(), vector(1f), values));
    assertArrayEquals(
        new float[] {1f / 3, -INFINITY, NAN},
        floats(new Binary.Div(), vector(1f, 1f, 0f), vector(3f, -0f, 0f)));
  }

  @Test
  void comparisonsAreIeee() {
    HostTensor a = vector(-0f, NAN, 1f, 2f);
    HostTensor b = vector(0f, NAN, 2f, 1f);
    assertBools(new Compare.Equal(), a, b, 1, 0, 0, 0);
    assertBools(new Compare.NotEqual(), a, b, 0, 1, 1, 1);
    assertBools(new Compare.Less(), a, b, 0, 0, 1, 0);
    assertBools(new Compare.LessEqual(), a, b, 1, 0, 1, 0);
    HostTensor large = HostTensor.ints(Shape.of(2), Integer.MAX_VALUE, Integer.MAX_VALUE - 1);
    HostTensor same = HostTensor.ints(Shape.SCALAR, Integer.MAX_VALUE);
    assertBools(new Compare.Equal(), large, same, 1, 0);
  }

  private void assertBools(Op op, HostTensor a, HostTensor b, int... expected) {
    HostTensor.assertSameBits(
        List.of(HostTensor.bools(Shape.of(expected.length), expected)),
        HostTensor.run(reference, op, a, b),
        op.name());
  }

  @Test
  void ternaryOps() {
    float a = 1 + 0x1p-12f;
    float square = 1 + 0x1p-11f;
    assertArrayEquals(
        new float[] {0x1p-24f, 0f},
        floats(new Ternary.Fma(), vector(a, -0f), vector(a, 1f), vector(-square, 0f)));
    assertArrayEquals(
        new float[] {1f, -0f},
        floats(new Ternary.Where(), HostTensor.bools(Shape.of(2), 1, 0), vector(1f), vector(-0f)));
  }

  /** numerics.md, "Contractions" 2: k ascending, from +0. */
  @Test
  void aLeafIsAChain() {
    HostTensor ones = HostTensor.floats(Shape.of(3, 1), 1f, 1f, 1f);
    HostTensor bigFirst = row(BIG, 1f, 1f);
    HostTensor bigLast = row(1f, 1f, BIG);
    assertArrayEquals(new float[] {BIG}, floats(new MatMul(false, false), bigFirst, ones));
    assertArrayEquals(new float[] {BIG + 2}, floats(new MatMul(false, false), bigLast, ones));
    HostTensor zero = HostTensor.floats(Shape.of(1, 1), -0f);
    HostTensor one = HostTensor.floats(Shape.of(1, 1), 1f);
    assertArrayEquals(new float[] {0f}, floats(new MatMul(false, false), zero, one));
  }

  /** numerics.md, "Contractions" 1 and 3: after 1,024 products the sum is rounded apart. */
  @Test
  void aLongContractionIsCutIntoLeaves() {
    float[] a = new float[1025];
    float[] b = new float[1025];
    a[0] = 1;
    b[0] = -(1 + 0x1p-11f);
    a[1024] = 1 + 0x1p-12f;
    b[1024] = 1 + 0x1p-12f;
    HostTensor right = HostTensor.floats(Shape.of(1, 1025), b);
    assertArrayEquals(new float[] {0f}, floats(new MatMul(false, true), row(a), right));
  }

  @Test
  void transposedOperandsAreOnlyReadElsewhere() {
    float[] expected = {58, 64, 139, 154};
    HostTensor a = HostTensor.floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    HostTensor at = HostTensor.floats(Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    HostTensor b = HostTensor.floats(Shape.of(3, 2), 7, 8, 9, 10, 11, 12);
    HostTensor bt = HostTensor.floats(Shape.of(2, 3), 7, 9, 11, 8, 10, 12);
    assertArrayEquals(expected, floats(new MatMul(false, false), a, b));
    assertArrayEquals(expected, floats(new MatMul(true, false), at, b));
    assertArrayEquals(expected, floats(new MatMul(false, true), a, bt));
    assertArrayEquals(expected, floats(new MatMul(true, true), at, bt));
  }

  @Test
  void matricesInABatchBroadcast() {
    HostTensor a = HostTensor.floats(Shape.of(2, 1, 1, 1), 2, 3);
    HostTensor b = HostTensor.floats(Shape.of(3, 1, 1), 5, 7, 11);
    assertArrayEquals(new float[] {10, 14, 22, 15, 21, 33}, floats(new MatMul(false, false), a, b));
    HostTensor none = HostTensor.floats(Shape.of(1, 0));
    assertArrayEquals(new float[] {0f}, floats(new MatMul(false, true), none, none));
  }

  /** numerics.md, "Reductions" 2. */
  @Test
  void aSumTakesItsLanesInATree() {
    float[] values = new float[33];
    values[0] = BIG;
    values[8] = 1;
    values[16] = 1;
    values[24] = 1;
    values[32] = 1;
    // Lane 0 loses element 32 and then lane 16; lanes 8 and 24 make 2, which it does not lose.
    assertArrayEquals(new float[] {BIG + 2}, floats(sum(0), vector(values)));
    assertArrayEquals(new float[] {0f}, floats(sum(0), vector()));
    assertArrayEquals(new float[] {-0f}, floats(sum(0), vector(-0f)));
    float[] negative = new float[33];
    Arrays.fill(negative, -0f);
    assertArrayEquals(new float[] {-0f}, floats(sum(0), vector(negative)));
  }

  /** numerics.md, "Reductions" 3. */
  @Test
  void aLongSumIsCutIntoBlocks() {
    float[] values = new float[1026];
    values[0] = BIG;
    values[1] = 1;
    values[1025] = 1;
    assertArrayEquals(new float[] {BIG}, floats(sum(0), vector(values)));
  }

  @Test
  void valuesAreSummedInRowMajorOrderOfTheAxesThatGo() {
    float[] values = new float[2 * 33];
    values[0] = BIG;
    values[2 * 32] = 1;
    values[2 * 16] = 1;
    assertArrayEquals(
        new float[] {BIG, 0f}, floats(sum(0), HostTensor.floats(Shape.of(33, 2), values)));
    HostTensor cube = HostTensor.floats(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    assertArrayEquals(new float[] {14, 22}, floats(new Reduction.Sum(List.of(0, 2), false), cube));
  }

  private static Reduction.Sum sum(int axis) {
    return new Reduction.Sum(List.of(axis), false);
  }

  @Test
  void theFirstOfTheLargestWinsAndNaNBeforeAll() {
    HostTensor x =
        HostTensor.floats(Shape.of(4, 3), 1, 3, 3, -0f, 0f, -1f, 1, NAN, NAN, -INFINITY, -2, -3);
    assertArrayEquals(
        new float[] {3, -0f, NAN, -2}, floats(new Reduction.Max(List.of(1), false), x));
    int[] where = HostTensor.run(reference, new Reduction.ArgMax(1, false), x).get(0).ints();
    assertArrayEquals(new int[] {1, 0, 1, 1}, where);
  }

  @Test
  void movementPutsElementsElsewhere() {
    HostTensor x = HostTensor.floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertArrayEquals(
        new float[] {1, 4, 2, 5, 3, 6}, floats(new Movement.Transpose(List.of(1, 0)), x));
    assertArrayEquals(new float[] {2, 3, 5, 6}, floats(new Movement.Slice(1, 1, 3), x));
    assertArrayEquals(new float[] {4, 5, 6}, floats(new Movement.Slice(0, 1, 2), x));
    assertArrayEquals(new float[] {0, 1, 2, 3, 0, 4, 5, 6}, floats(new Movement.Pad(1, 1, 0), x));
    assertArrayEquals(
        new float[] {1, 2, 3, 9, 4, 5, 6, 8},
        floats(new Movement.Concat(1), x, HostTensor.floats(Shape.of(2, 1), 9, 8)));
    assertArrayEquals(
        new float[] {1, 1, 2, 2},
        floats(new Movement.Expand(Shape.of(2, 2)), HostTensor.floats(Shape.of(2, 1), 1, 2)));
  }

  @Test
  void castsAreJavas() {
    HostTensor x = vector(-1.9f, 3e9f, -INFINITY, NAN, -0f, Float.MIN_VALUE);
    assertArrayEquals(
        new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 0, 0},
        HostTensor.run(reference, new Cast(DType.INT32), x).get(0).ints());
    assertArrayEquals(
        new long[] {1, 1, 1, 1, 0, 1},
        HostTensor.run(reference, new Cast(DType.BOOL), x).get(0).bits());
    HostTensor odd = HostTensor.ints(Shape.of(2), (1 << 24) + 1, (1 << 24) + 3);
    assertArrayEquals(new float[] {BIG, BIG + 4}, floats(new Cast(DType.FLOAT32), odd));
    HostTensor wide = HostTensor.doubles(Shape.of(2), 1 + 0x1p-24, 1e300);
    assertArrayEquals(new float[] {1, INFINITY}, floats(new Cast(DType.FLOAT32), wide));
  }

  @Test
  void aLabelThatIsNoneMakesARowOfNaN() {
    HostTensor labels = HostTensor.ints(Shape.of(3), 1, -1, 2);
    assertArrayEquals(
        new float[] {0, 1, NAN, NAN, NAN, NAN}, floats(new OneHot(2, DType.FLOAT32), labels));
  }

  @Test
  void fillRoundsToTheType() {
    assertArrayEquals(new float[] {0.1f, 0.1f}, floats(new Fill(DType.FLOAT32, Shape.of(2), 0.1)));
    Fill nan = new Fill(DType.BOOL, Shape.SCALAR, NAN);
    assertArrayEquals(new long[] {1}, HostTensor.run(reference, nan).get(0).bits());
  }

  /** The same loops, in double: numerics.md, "Arithmetic" 5. */
  @Test
  void float64HasTheSameOrders() {
    HostTensor x = HostTensor.doubles(Shape.of(1, 3), 0x1p53, 1, 1);
    HostTensor ones = HostTensor.doubles(Shape.of(3, 1), 1, 1, 1);
    HostTensor product = HostTensor.run(reference, new MatMul(false, false), x, ones).get(0);
    assertEquals(0x1p53, product.bytes().getDouble(0));
    HostTensor e = HostTensor.run(reference, new Unary.Exp(), x).get(0);
    assertTrue(e.bytes().getDouble(8) == StrictMath.exp(1));
  }
}
