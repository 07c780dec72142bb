package dev.flambeau.cpu.vector.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.cpu.memory.CacheSizes;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.product.LoopProduct;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Philox;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingTest {
  private static final HostMemory MEMORY = new HostMemory("cpu", 1 << 24);

  /** Before the first vector: this module reads the one of vectors where a backend has said so. */
  @BeforeAll
  static void readsVectors() {
    Module vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").orElseThrow();
    BlockingTest.class.getModule().addReads(vectors);
  }

  private static List<Blocking> blockings() {
    return List.of(
        new Blocking(ProductTile.ROWS, 1),
        new Blocking(2 * ProductTile.ROWS, 16),
        new Blocking(64, 100),
        new Blocking(64, Contraction.LEAF - 1),
        new Blocking(64, Contraction.LEAF),
        Blocking.OURS);
  }

  /** Of a chain in another order of k the last bits differ, so these see one that begins anew. */
  @ParameterizedTest
  @CsvSource({
    "4, 4, 0",
    "37, 41, 129",
    "9, 33, 300",
    "64, 10, 300",
    "130, 200, 257",
    "70, 150, 1024",
    "130, 100, 1030",
    "41, 69, 2500",
  })
  void noneChangesABit(int rows, int columns, int depth) {
    try (Workers one = new Workers(1);
        Workers two = new Workers(2)) {
      for (boolean left : new boolean[] {false, true}) {
        for (boolean right : new boolean[] {false, true}) {
          Matrix a = random(rows, depth, left, 1);
          Matrix b = random(depth, columns, right, 2);
          for (Matrix bias : new Matrix[] {null, random(1, columns, false, 3)}) {
            int[] expected = byLoops(one, a, b, bias);
            for (Blocking blocking : blockings()) {
              String which = blocking + (left ? " t" : " n") + (right ? "t" : "n");
              assertArrayEquals(expected, byTiles(one, blocking, a, b, bias, false), which);
              assertArrayEquals(expected, byTiles(two, blocking, a, b, bias, true), which);
            }
          }
        }
      }
    }
  }

  private static Matrix random(int rows, int columns, boolean isTransposed, int seed) {
    float[] values = new float[rows * columns];
    new Philox(seed, Philox.TEST_DATA, 0, 0).fill(values, 1);
    return isTransposed
        ? Matrix.of(values, 0, columns, rows).transposed()
        : Matrix.of(values, 0, rows, columns);
  }

  private static int[] byLoops(Workers workers, Matrix a, Matrix b, @Nullable Matrix bias) {
    Matrix c = random(a.rows(), b.columns(), false, 4);
    new LoopProduct(workers, MEMORY).multiply(a, b, bias, c);
    return bits(c);
  }

  private static int[] byTiles(
      Workers workers,
      Blocking blocking,
      Matrix a,
      Matrix b,
      @Nullable Matrix bias,
      boolean isTurned) {
    Matrix c = random(a.rows(), b.columns(), false, 5);
    ProductOperands operands = ProductOperands.of(a, b, bias, c);
    ProductOperands laid = isTurned ? operands.turned() : operands;
    new TiledRun(workers, MEMORY, laid, Epilogue.NOTHING, blocking).run();
    return bits(c);
  }

  private static int[] bits(Matrix c) {
    int[] bits = new int[c.array().length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(c.array()[i]);
    }
    return bits;
  }

  @Test
  void itFollowsTheCachesWhereTilesAreTall() {
    Blocking small = Blocking.of(new CacheSizes(32 << 10, 1 << 20));
    Blocking large = Blocking.of(new CacheSizes(48 << 10, 2 << 20));
    if (ProductTile.IS_TALL) {
      assertEquals(new Blocking(128, Contraction.LEAF), small);
      assertEquals(new Blocking(256, 256), large);
    } else {
      assertEquals(new Blocking(64, Contraction.LEAF), small);
      assertEquals(small, large);
    }
  }
}
