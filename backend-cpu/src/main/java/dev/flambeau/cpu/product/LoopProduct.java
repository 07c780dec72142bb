package dev.flambeau.cpu.product;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/** Plain Java: shares the output out in tiles, which {@link LoopTile} computes. */
public final class LoopProduct implements MatrixProduct {
  /** A thread computes about so many fma a nanosecond. */
  private static final int SPEED = 10;

  private static final int NARROWEST_TILE = 64;

  private final Workers workers;
  private final HostMemory memory;
  private final ObjectPool<LoopTile> tiles = new ObjectPool<>(LoopTile::new);

  public LoopProduct(Workers workers, HostMemory memory) {
    this.workers = workers;
    this.memory = memory;
  }

  @Override
  public Runnable prepare(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c, Epilogue then) {
    return then.after(product(a, b, bias, c), c, workers);
  }

  private Runnable product(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    if (b.columnStride() != 1) {
      return () -> {
        HostArray scratch = memory.take(DType.FLOAT32, b.rows() * b.columns());
        multiply(a, dense(b, scratch), bias, c);
        memory.give(scratch);
      };
    }
    int height = LoopTile.HEIGHT;
    int width = width(c);
    int across = ceiling(c.columns(), width);
    int tileCount = across * ceiling(c.rows(), height);
    long cost = (long) c.rows() * c.columns() * a.columns() / SPEED;
    return workers.prepare(
        tileCount,
        cost,
        (from, to) -> {
          LoopTile tile = tiles.take();
          for (int t = from; t < to; t++) {
            tile.compute(a, b, bias, c, t / across * height, t % across * width, width);
          }
          tiles.give(tile);
        });
  }

  @Override
  public Matrix dense(Matrix matrix, HostArray scratch) {
    float[] array = ((HostArray.Floats) scratch).array();
    Matrix copy = Matrix.of(array, 0, matrix.rows(), matrix.columns());
    workers.split(
        matrix.rows(),
        (long) matrix.rows() * matrix.columns(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int source = matrix.at(i, 0);
            int target = copy.at(i, 0);
            for (int j = 0; j < matrix.columns(); j++) {
              array[target + j] = matrix.array()[source + j * matrix.columnStride()];
            }
          }
        });
    return copy;
  }

  /** As wide as a tile may be, unless that leaves a thread without one. */
  private int width(Matrix c) {
    int width = LoopTile.WIDTH;
    int down = ceiling(c.rows(), LoopTile.HEIGHT);
    while (width > NARROWEST_TILE && down * ceiling(c.columns(), width) < workers.threads()) {
      width /= 2;
    }
    return width;
  }

  private static int ceiling(int size, int part) {
    return (size + part - 1) / part;
  }
}
