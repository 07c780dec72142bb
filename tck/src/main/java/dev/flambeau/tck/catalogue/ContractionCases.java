package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.INFINITY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.NEGATIVE_ZERO;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import java.util.List;

/** numerics.md, "Contractions". */
final class ContractionCases {
  private static final List<MatMul> TRANSPOSITIONS =
      List.of(
          new MatMul(false, false),
          new MatMul(true, false),
          new MatMul(false, true),
          new MatMul(true, true));

  private ContractionCases() {}

  static void define(Cases cases) {
    cases.rule("Contractions");
    for (MatMul matmul : TRANSPOSITIONS) {
      tiles(cases, matmul);
      leaves(cases, matmul);
      batches(cases, matmul);
    }
    linear(cases);
    refusals(cases);
    ConvolutionCases.define(cases);
  }

  /** 2: a chain of fma from +0, k ascending; every size meets every other around a tile's edge. */
  private static void tiles(Cases cases, MatMul matmul) {
    String shapes = stored(matmul, "(M, K) × (K, N)");
    cases.of(matmul).sizes(shapes, 0, 1, 3, 8, 17, 31, 33).values(BIG_THEN_TINY);
    cases.of(matmul).sizes(shapes, 7, 15, 16, 32, 63, 64, 65).values(WIDE);
    cases.of(matmul).sizes(shapes, 9, 12, 127).values(BIG_THEN_TINY, UNIFORM);
    cases
        .of(matmul)
        .sizes(shapes, 1, 17, 33)
        .values(NAN, INFINITY, NEGATIVE_ZERO, ZEROS, SUBNORMAL, UNDERFLOW, OVERFLOW, SPECIAL);
    cases
        .of(matmul)
        .shapes(
            stored(matmul, "(1, K) × (K, 257)").replace("K", "129"),
            stored(matmul, "(257, K) × (K, 1)").replace("K", "129"),
            stored(matmul, "(1, K) × (K, 1)").replace("K", "129"),
            stored(matmul, "(129, K) × (K, 130)").replace("K", "1"),
            stored(matmul, "(131, K) × (K, 133)").replace("K", "67"))
        .values(WIDE);
    shared(cases, matmul);
  }

  /** Large enough for threads and for packed panels: square, flat, narrow, of few rows. */
  private static void shared(Cases cases, MatMul matmul) {
    for (int[] size :
        new int[][] {
          {129, 130, 513}, {100, 30, 95}, {13, 2049, 33}, {64, 2100, 10}, {2, 2600, 300}
        }) {
      String shapes =
          stored(matmul, "(M, K) × (K, N)")
              .replace("M", "" + size[0])
              .replace("K", "" + size[1])
              .replace("N", "" + size[2]);
      cases.of(matmul).shapes(shapes).values(BIG_THEN_TINY);
    }
  }

  /** 1 and 3: leaves of 1,024, the last one shorter, added ascending. */
  private static void leaves(Cases cases, MatMul matmul) {
    for (int k : new int[] {257, 1023, 1024, 1025, 1151, 2048, 2049, 3073}) {
      String shapes = stored(matmul, "(M, K) × (K, N)").replace("K", Integer.toString(k));
      cases.of(matmul).sizes(shapes, 1, 5, 33).values(BIG_THEN_TINY);
      cases.of(matmul).sizes(shapes, 2).values(WIDE, UNDERFLOW, NEGATIVE_ZERO, NAN);
    }
    cases.of(matmul).sizes(stored(matmul, "(M, 10000) × (10000, N)"), 1, 3).values(BIG_THEN_TINY);
  }

  private static void batches(Cases cases, MatMul matmul) {
    for (String lead :
        new String[] {
          "(2, M, K) × (2, K, N)", "(2, M, K) × (K, N)", "(M, K) × (2, K, N)",
          "(1, M, K) × (3, K, N)", "(2, 1, M, K) × (3, K, N)", "(2, 3, M, K) × (2, 1, K, N)",
          "(5, 1, M, K) × (1, 7, K, N)", "(0, M, K) × (K, N)", "(2, 0, M, K) × (1, K, N)",
        }) {
      cases.of(matmul).sizes(stored(matmul, lead), 1, 5, 17).values(BIG_THEN_TINY);
    }
    cases
        .of(matmul)
        .shapes(
            stored(matmul, "(2, 1, 25, 70) × (3, 70, 31)"),
            stored(matmul, "(3, 25, 260) × (260, 31)"),
            stored(matmul, "(7, 30, 40) × (7, 40, 50)"))
        .values(BIG_THEN_TINY);
  }

  private static void linear(Cases cases) {
    cases
        .of(new Linear())
        .shapes("(65, 1030) × (70, 1030) × (70)", "(3, 33, 1025) × (17, 1025) × (17)")
        .shapes("(4100, 5) × (3, 5) × (3)", "(20, 5) × (4100, 5) × (4100)")
        .values(BIG_THEN_TINY);
    cases
        .of(new Linear())
        .sizes("(N, C) × (H, C) × (H)", 0, 1, 3, 17, 33)
        .sizes("(N, C) × (H, C) × (H)", 8, 16, 65)
        .values(BIG_THEN_TINY);
    cases
        .of(new Linear())
        .sizes("(N, 1025) × (H, 1025) × (H)", 1, 5)
        .sizes("(C) × (H, C) × (H)", 1, 5, 33)
        .sizes("(2, 3, C) × (H, C) × (H)", 1, 5, 33)
        .sizes("(2, 0, C) × (H, C) × (H)", 4)
        .shapes("(3, 0) × (2, 0) × (2)", "(64, 784) × (10, 784) × (10)")
        .values(WIDE, UNDERFLOW)
        .operands(NAN, UNIFORM)
        .operands(NEGATIVE_ZERO)
        .operands(ZEROS, ZEROS, NEGATIVE_ZERO);
  }

  private static void refusals(Cases cases) {
    cases
        .of(new MatMul(false, false))
        .refuses("(2, 3)", ShapeMismatchException.class)
        .refuses("(2, 2, 3) × (3, 3, 4)", ShapeMismatchException.class)
        .refuses(
            "(3) × (3, 4)",
            ShapeMismatchException.class,
            "matmul: takes matrices, was given (3) and (3, 4). Reshape a vector to (1, n) or"
                + " (n, 1).")
        .refuses(
            "(32, 784) × (512, 784)",
            ShapeMismatchException.class,
            "matmul: inner sizes differ, 784 and 512: left (32, 784), right (512, 784). The left's"
                + " last size must equal the right's second to last. With transposeB = true that"
                + " would be 784 and 784.");
    cases.of(new MatMul(true, true)).refuses("(2, 3) × (4, 5)", ShapeMismatchException.class);
    cases
        .of(new MatMul(false, true))
        .types(DType.INT32)
        .refuses("(2, 3) × (4, 3)", TypeMismatchException.class);
    cases
        .of(new Linear())
        .refuses("(2, 3) × (4, 3)", ShapeMismatchException.class)
        .refuses("(2, 3) × (3) × (4)", ShapeMismatchException.class)
        .refuses("() × (4, 3) × (4)", ShapeMismatchException.class)
        .refuses("(2, 3) × (4, 3) × (3)", ShapeMismatchException.class)
        .refuses(
            "(2, 5) × (4, 3) × (4)",
            ShapeMismatchException.class,
            "linear: the input's last size must be the layer's 3 inputs, was given (2, 5) for a"
                + " weight of (4, 3)");
  }

  /** The operands' shapes as they lie in memory, where one is stored transposed. */
  private static String stored(MatMul matmul, String shapes) {
    String[] operands = shapes.split(" × ");
    return (matmul.transposeA() ? swapped(operands[0]) : operands[0])
        + " × "
        + (matmul.transposeB() ? swapped(operands[1]) : operands[1]);
  }

  private static String swapped(String shape) {
    return shape.replaceFirst("(\\w+), (\\w+)\\)$", "$2, $1)");
  }
}
