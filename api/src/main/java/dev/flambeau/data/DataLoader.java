package dev.flambeau.data;

import dev.flambeau.data.ahead.Ahead;
import dev.flambeau.op.Philox;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks a dataset in batches, an epoch at a time.
 *
 * <p>Each loop over a loader is its next epoch, counted from 0, and each epoch of a shuffled loader
 * has an order of its own, which depends on the seed, the epoch and the number of examples alone
 * (docs/numerics.md, "Random numbers"). The last batch holds what is left over. A loader serves one
 * thread; {@link #shuffled}, {@link #dropLast} and {@link #workers} leave it as it is and return
 * another, whose epochs count from 0.
 *
 * <p>A run that goes on from a file has a new loader, whose first loop is epoch 0 once more. So a
 * run that is to be resumed asks for each epoch by its number:
 *
 * <pre>{@code
 * for (int epoch = loader.epochAfter(optimizer.steps()); epoch < epochs; epoch++) {
 *   for (var batch : loader.epoch(epoch)) {
 *     // a step
 *   }
 * }
 * }</pre>
 */
public final class DataLoader implements Iterable<Batch>, AutoCloseable {
  private final Dataset dataset;
  private final int batchSize;
  private final OptionalLong seed;
  private final boolean dropLast;
  private final int workers;

  /** What is being made ahead; an epoch that nobody walks any more may go. */
  private final Set<Ahead<Batch>> open = Collections.newSetFromMap(new WeakHashMap<>());

  private int nextEpoch;

  /**
   * A loader in the dataset's own order.
   *
   * @throws DatasetException if the batch size is less than 1
   */
  public DataLoader(Dataset dataset, int batchSize) {
    this(dataset, batchSize, OptionalLong.empty(), false, 0);
  }

  private DataLoader(
      Dataset dataset, int batchSize, OptionalLong seed, boolean dropLast, int workers) {
    if (batchSize < 1) {
      throw new DatasetException("Batch size " + batchSize + "; it must be 1 or more.");
    }
    this.dataset = Given.check(dataset, "a dataset");
    this.batchSize = batchSize;
    this.seed = seed;
    this.dropLast = dropLast;
    this.workers = workers;
  }

  /** This loader, with the examples of each epoch in a random order that follows from the seed. */
  public DataLoader shuffled(long seed) {
    return new DataLoader(dataset, batchSize, OptionalLong.of(seed), dropLast, workers);
  }

  /** This loader without the last batch where that one is not full. */
  public DataLoader dropLast() {
    return new DataLoader(dataset, batchSize, seed, true, workers);
  }

  /**
   * This loader with threads that make batches ahead of the step: each makes one at a time, and as
   * many wait or are under way as two for each thread. Order and bits are those without; what fails
   * is thrown by the {@code next()} that asks for it, and ends the epoch.
   *
   * <p>A batch is lent until the next one is asked for, when its arrays are filled anew; {@code
   * batch.on(device)} copies them. The dataset is asked by several threads at once. Threads end
   * with the epoch; those of an epoch that is left within it, by {@link #close}, or else a second
   * later.
   *
   * @param workers 0 for none; 2 keep a step busy that takes as long as half a batch's making
   * @throws DatasetException if it is negative
   */
  public DataLoader workers(int workers) {
    if (workers < 0) {
      throw new DatasetException(workers + " workers; there must be 0 or more.");
    }
    return new DataLoader(dataset, batchSize, seed, dropLast, workers);
  }

  /** Ends the epochs that are being walked with workers, and waits for these; else does nothing. */
  @Override
  public void close() {
    List.copyOf(open).forEach(Ahead::close);
    open.clear();
  }

  /** The number of examples in an epoch. */
  public int size() {
    int all = Order.checkSize(dataset.size());
    return dropLast ? all - all % batchSize : all;
  }

  /** The number of batches in an epoch. */
  public int batches() {
    return size() / batchSize + (size() % batchSize == 0 ? 0 : 1);
  }

  /** The batches of the next epoch. */
  @Override
  public Iterator<Batch> iterator() {
    return batches(nextEpoch++);
  }

  /**
   * The batches of one epoch, as often as wanted; the loader's own count of epochs stays.
   *
   * @param epoch from 0
   * @throws DatasetException if it is negative
   */
  public Iterable<Batch> epoch(int epoch) {
    if (epoch < 0) {
      throw new DatasetException("Epoch " + epoch + "; epochs count from 0.");
    }
    return () -> batches(epoch);
  }

  private Iterator<Batch> batches(int epoch) {
    return new Batches(dataset.inEpoch(epoch), order(epoch), batches());
  }

  /**
   * The epoch that follows on so many steps, one a batch: where a run goes on whose optimizer has
   * taken them, as {@code epochAfter(optimizer.steps())}. 0 for none.
   *
   * @throws DatasetException if they do not end with an epoch
   */
  public int epochAfter(long steps) {
    int batches = batches();
    if (steps < 0 || (batches == 0 ? steps > 0 : steps % batches > 0)) {
      throw new DatasetException(
          steps
              + " steps do not end with an epoch, which has "
              + batches
              + " batches. Was the run saved within one, or with other batches?");
    }
    return steps == 0 ? 0 : Math.toIntExact(steps / batches);
  }

  private int[] order(int epoch) {
    int size = Order.checkSize(dataset.size());
    return seed.isPresent()
        ? Order.shuffled(size, new Philox(seed.getAsLong(), Philox.SHUFFLES, 0, epoch))
        : Order.ascending(size);
  }

  private final class Batches implements Iterator<Batch> {
    private final Dataset examples;
    private final int[] order;
    private final int batches;
    private final @Nullable Ahead<Batch> ahead;
    private int next;

    Batches(Dataset examples, int[] order, int batches) {
      this.examples = examples;
      this.order = order;
      this.batches = batches;
      this.ahead = workers > 0 && batches > 0 ? new Ahead<>(workers, batches, this::make) : null;
      if (ahead != null) {
        open.add(ahead);
      }
    }

    @Override
    public boolean hasNext() {
      return next < batches;
    }

    @Override
    public Batch next() {
      if (next == batches) {
        throw new NoSuchElementException("The epoch has no more batches.");
      }
      Batch batch = ahead == null ? make(next, null) : taken(ahead);
      next++;
      return batch;
    }

    private Batch make(int number, @Nullable Batch used) {
      int from = number * batchSize;
      int to = (int) Math.min((long) from + batchSize, order.length);
      int[] indices = Arrays.copyOfRange(order, from, to);
      return used == null ? examples.batch(indices) : examples.batch(indices, used);
    }

    private Batch taken(Ahead<Batch> row) {
      if (row.isClosed()) {
        throw new DatasetException(
            "The epoch was ended within it: the loader was closed, or a batch before failed.");
      }
      try {
        return row.next();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DatasetException("Interrupted while batch " + next + " was waited for.", e);
      }
    }
  }
}
