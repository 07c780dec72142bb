package dev.flambeau.data;

import dev.flambeau.tensor.Philox;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * Walks a dataset in batches, an epoch at a time.
 *
 * <p>Each loop over a loader is its next epoch, counted from 0, and each epoch of a shuffled loader
 * has an order of its own, which depends on the seed, the epoch and the number of examples alone
 * (docs/numerics.md, "Random numbers"). The last batch holds what is left over. A loader serves one
 * thread; {@link #shuffled} and {@link #dropLast} leave it as it is and return another, whose
 * epochs count from 0.
 */
public final class DataLoader implements Iterable<Batch> {
  private final Dataset dataset;
  private final int batchSize;
  private final OptionalLong seed;
  private final boolean dropLast;
  private int nextEpoch;

  /**
   * A loader in the dataset's own order.
   *
   * @throws IllegalArgumentException if the batch size is less than 1
   */
  public DataLoader(Dataset dataset, int batchSize) {
    this(dataset, batchSize, OptionalLong.empty(), false);
  }

  private DataLoader(Dataset dataset, int batchSize, OptionalLong seed, boolean dropLast) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size " + batchSize + "; it must be 1 or more.");
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.seed = seed;
    this.dropLast = dropLast;
  }

  /** This loader, with the examples of each epoch in a random order that follows from the seed. */
  public DataLoader shuffled(long seed) {
    return new DataLoader(dataset, batchSize, OptionalLong.of(seed), dropLast);
  }

  /** This loader without the last batch where that one is not full. */
  public DataLoader dropLast() {
    return new DataLoader(dataset, batchSize, seed, true);
  }

  /** The number of batches in an epoch. */
  public int batches() {
    int full = dataset.size() / batchSize;
    return dropLast || dataset.size() % batchSize == 0 ? full : full + 1;
  }

  /** The batches of the next epoch. */
  @Override
  public Iterator<Batch> iterator() {
    return new Batches(order(nextEpoch++), batches());
  }

  /**
   * The batches of one epoch, as often as wanted; the loader's own count of epochs stays.
   *
   * @param epoch from 0
   */
  public Iterable<Batch> epoch(int epoch) {
    return () -> new Batches(order(epoch), batches());
  }

  private int[] order(int epoch) {
    int[] order = new int[dataset.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (seed.isPresent()) {
      shuffle(order, new Philox(seed.getAsLong(), Philox.SHUFFLES, 0, epoch));
    }
    return order;
  }

  /**
   * A uniform index below i + 1 is the high word of u · (i + 1): no division, and a bias of at most
   * (i + 1) / 2³².
   *
   * @see "R. Durstenfeld: Algorithm 235, Random Permutation, 1964"
   */
  private static void shuffle(int[] order, Philox random) {
    for (int i = order.length - 1; i > 0; i--) {
      long word = Integer.toUnsignedLong(random.word(order.length - 1 - i));
      int j = (int) (word * (i + 1L) >>> 32);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private final class Batches implements Iterator<Batch> {
    private final int[] order;
    private int left;
    private int position;
    private int[] indices = {};

    Batches(int[] order, int batches) {
      this.order = order;
      this.left = batches;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Batch next() {
      if (left == 0) {
        throw new NoSuchElementException("The epoch has no more batches.");
      }
      int size = Math.min(batchSize, order.length - position);
      if (indices.length != size) {
        indices = new int[size];
      }
      System.arraycopy(order, position, indices, 0, size);
      position += size;
      left--;
      return dataset.batch(indices);
    }
  }
}
