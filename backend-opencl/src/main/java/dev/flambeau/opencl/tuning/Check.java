package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether products have the reference's bits, and write nothing beside their result: around the
 * edges of tiles and leaves, for each way in which operands lie, with a bias, and in a batch.
 */
final class Check {
  /** What a result is written into: before it, where it belongs, and behind it. */
  private static final float UNTOUCHED = -0x1.5a5a5ap-77f;

  private static final int GUARD = 1024;

  private static final int[][] SIZES = {
    {1, 1, 100}, {3, 5, 2049}, {33, 31, 130}, {131, 140, 36}, {64, 10, 1028}, {132, 256, 40}
  };

  private record Case(Contraction op, List<TensorType> operands) {}

  private final Bench bench;

  Check(Bench bench) {
    this.bench = bench;
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int[] size : SIZES) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      for (int way = 0; way < 4; way++) {
        Product product = new Product(way % 2 == 1, way / 2 == 1, m, n, k);
        cases.add(new Case(product.op(), product.operands()));
      }
      List<TensorType> types = List.of(Product.type(m, k), Product.type(n, k), Product.type(n));
      cases.add(new Case(new Linear(), types));
    }
    List<TensorType> batches = List.of(Product.type(3, 1, 9, 33), Product.type(2, 33, 17));
    cases.add(new Case(new MatMul(false, false), batches));
    return cases;
  }

  /** What is wrong, or {@link Verdict#RIGHT}. */
  Verdict of(Multiplier tested, Multiplier reference) {
    for (Case one : cases()) {
      for (int margin : new int[] {0, 3}) {
        Verdict verdict = of(one, margin, tested, reference);
        if (verdict != Verdict.RIGHT) {
          return verdict;
        }
      }
    }
    return Verdict.RIGHT;
  }

  private Verdict of(Case one, int margin, Multiplier tested, Multiplier reference) {
    List<View> views = new ArrayList<>();
    try {
      for (TensorType type : one.operands()) {
        float[] values = Values.random(type.elements() + margin, views.size());
        views.add(bench.upload(type, margin, values));
      }
      List<View> inputs = List.copyOf(views);
      TensorType type = one.op().infer(one.operands()).get(0);
      int[] expected = result(one.op(), inputs, type, margin, reference, views);
      int[] found = result(one.op(), inputs, type, margin, tested, views);
      return compare(expected, found, GUARD + margin, type.elements());
    } finally {
      views.forEach(view -> view.buffer().close());
    }
  }

  private int[] result(
      Contraction op,
      List<View> inputs,
      TensorType type,
      int margin,
      Multiplier by,
      List<View> views) {
    float[] before = new float[type.elements() + 2 * GUARD + margin];
    Arrays.fill(before, UNTOUCHED);
    View view = bench.upload(type, GUARD + margin, before);
    views.add(view);
    by.multiply(op, inputs, view);
    return bench.read(view, before.length);
  }

  private static Verdict compare(int[] expected, int[] found, int start, int elements) {
    boolean isRight = true;
    for (int i = 0; i < found.length; i++) {
      boolean isInside = i >= start && i < start + elements;
      if (!isInside && found[i] != Float.floatToRawIntBits(UNTOUCHED)) {
        return Verdict.WRITES_OUTSIDE;
      }
      isRight &= found[i] == expected[i];
    }
    return isRight ? Verdict.RIGHT : Verdict.WRONG_BITS;
  }
}
