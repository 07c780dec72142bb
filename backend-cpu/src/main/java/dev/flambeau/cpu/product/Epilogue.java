package dev.flambeau.cpu.product;

import dev.flambeau.cpu.thread.Workers;

/**
 * Ops on the result of a product, element by element, done by whoever has computed some of them,
 * while these are in its cache.
 *
 * @param part what does it
 * @param nanoseconds what all of it takes, about
 */
public record Epilogue(Part part, long nanoseconds) {
  /** Nothing follows. */
  public static final Epilogue NOTHING = new Epilogue((row, column, rows, columns) -> {}, 0);

  /** Does it for some rows and columns of the product. */
  @FunctionalInterface
  public interface Part {
    void run(int row, int column, int rows, int columns);
  }

  /** The same for the product transposed. */
  public Epilogue transposed() {
    return new Epilogue(
        (row, column, rows, columns) -> part.run(column, row, columns, rows), nanoseconds);
  }

  /** A product, and then this, by all threads. */
  public Runnable after(Runnable product, Matrix c, Workers workers) {
    if (this == NOTHING) {
      return product;
    }
    Workers.Work work = (from, to) -> part.run(from, 0, to - from, c.columns());
    return () -> {
      product.run();
      workers.split(c.rows(), nanoseconds, work);
    };
  }
}
