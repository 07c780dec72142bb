package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products on CPU devices by packed panels (K. Goto, R. van de Geijn, Anatomy of
 * High-Performance Matrix Multiplication, 2008): contraction.cl.
 *
 * <p>Both operands are first copied into panels, in which what is multiplied together lies
 * together. The copy costs (M + N)·K for M·N·K, and saves what rows that are a power of two apart
 * cost: they compete for the same few lines of the cache.
 */
final class PackedProduct {
  private static final int ROWS = 6;
  private static final int COLUMNS = 16;
  private static final int DEPTH = 64;
  private static final int TILES = 4;

  /** Where three launches begin to cost less than they save; measured on PoCL. */
  private static final long LEAST_WORK = 1 << 18;

  /**
   * Below this depth a tile is stored after so few steps that operands which can be read as they
   * lie are better left there: 784 x 64 x 512 goes at 47 to 55 G fma/s so, and at 38 from panels.
   */
  private static final int LEAST_DEPTH = 256;

  private PackedProduct() {}

  /** Whether packing is worth its price, and the panels fit a buffer. */
  static boolean pays(MatMul op, View a, View b, View c) {
    int m = c.type().shape().size(-2);
    long k = a.type().shape().size(op.transposeA() ? -2 : -1);
    boolean fits =
        panels(c, -2, ROWS, ContractionLaunches.lead(a, b, c)) * ROWS * k <= Integer.MAX_VALUE
            && panels(c, -1, COLUMNS, ContractionLaunches.lead(a, b, c)) * COLUMNS * k
                <= Integer.MAX_VALUE;
    boolean deep = op.transposeB() || k >= LEAST_DEPTH;
    return fits && deep && m >= ROWS && k * c.type().elements() >= LEAST_WORK;
  }

  private static long panels(View c, int axis, int width, Layout lead) {
    return lead.elements() * ContractionLaunches.ceiling(c.type().shape().size(axis), width);
  }

  static void multiply(MatMul op, View a, View b, @Nullable View bias, View c, Launcher launcher) {
    int matrix = ContractionLaunches.matrixSize(c);
    int done = 0;
    for (Layout part : ContractionLaunches.lead(a, b, c).parts(1)) {
      multiply(op, a, b, bias, c, done * matrix, part, launcher);
      done += part.elements();
    }
  }

  private static void multiply(
      MatMul op,
      View a,
      View b,
      @Nullable View bias,
      View c,
      int start,
      Layout lead,
      Launcher launcher) {
    int m = c.type().shape().size(-2);
    int n = c.type().shape().size(-1);
    int k = a.type().shape().size(op.transposeA() ? -2 : -1);
    try (Scratch left = pack(a, !op.transposeA(), ROWS, lead, 0, launcher);
        Scratch right = pack(b, op.transposeB(), COLUMNS, lead, 1, launcher)) {
      long tiles = ContractionLaunches.ceiling(m, ROWS * TILES);
      long columns = ContractionLaunches.ceiling(n, COLUMNS);
      launcher
          .launch("matmul_panels_6x16")
          .memory(left.memory())
          .number(lead.step(0))
          .memory(right.memory())
          .number(lead.step(1))
          .view(bias == null ? c : bias)
          .number(bias == null ? 0 : 1)
          .view(c, start)
          .number(m)
          .number(n)
          .number(k)
          .grid(new long[] {tiles, columns, lead.elements()}, new long[] {1, 1, 1});
    }
  }

  /**
   * An operand in panels of so many of its rows, or of its columns.
   *
   * @param alongRows whether k runs along the rows as they lie
   */
  private static Scratch pack(
      View view, boolean alongRows, int width, Layout lead, int operand, Launcher launcher) {
    int rowStride = view.type().shape().size(-1);
    int rows = view.type().shape().size(alongRows ? -2 : -1);
    int k = view.type().shape().size(alongRows ? -1 : -2);
    int matrix = ContractionLaunches.matrixSize(view);
    int batch = lead.step(operand) == 0 ? 1 : lead.elements();
    long panels = ContractionLaunches.ceiling(rows, width);
    int elements = Math.toIntExact(batch * panels * width * k);
    Scratch packed = launcher.scratch(DType.FLOAT32, elements);
    launcher
        .launch("matmul_pack")
        .view(view, lead.starts()[operand] * matrix)
        .number(rows)
        .number(k)
        .number(alongRows ? rowStride : 1)
        .number(alongRows ? 1 : rowStride)
        .number(lead.step(operand) * matrix)
        .number(width)
        .memory(packed.memory())
        .grid(
            new long[] {panels, ContractionLaunches.ceiling(k, DEPTH), batch},
            new long[] {1, 1, 1});
    return packed;
  }
}
