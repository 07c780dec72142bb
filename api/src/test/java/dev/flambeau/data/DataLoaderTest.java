package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Philox;
import dev.flambeau.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataLoaderTest {
  @ParameterizedTest
  @CsvSource({
    "0, 3, false, ''", "0, 3, true, ''",
    "1, 3, false, '1'", "1, 3, true, ''",
    "1, 1, false, '1'", "1, 1, true, '1'",
    "6, 3, false, '3 3'", "6, 3, true, '3 3'",
    "7, 3, false, '3 3 1'", "7, 3, true, '3 3'",
    "3, 2147483647, false, '3'"
  })
  void cutsAnEpochIntoBatches(int size, int batchSize, boolean dropLast, String expected) {
    for (DataLoader loader :
        List.of(loader(size, batchSize), loader(size, batchSize).shuffled(5))) {
      DataLoader walked = dropLast ? loader.dropLast() : loader;
      List<String> sizes = new ArrayList<>();
      List<Integer> seen = new ArrayList<>();
      for (Batch batch : walked) {
        sizes.add(Integer.toString(batch.size()));
        seen.addAll(indices(batch));
      }
      assertEquals(expected, String.join(" ", sizes));
      assertEquals(sizes.size(), walked.batches());
      assertEquals(seen.stream().distinct().count(), seen.size(), "each index at most once");
    }
  }

  @Test
  void walksInTheOrderOfTheDatasetUnlessShuffled() {
    assertEquals(range(10), order(loader(10, 4)));
  }

  @Test
  void aShuffledEpochHoldsEveryIndexOnce() {
    for (int size : new int[] {0, 1, 2, 3, 100, 1025}) {
      List<Integer> order = order(loader(size, 7).shuffled(size));
      Collections.sort(order);
      assertEquals(range(size), order);
    }
  }

  /** Computed by a second implementation, in Python, of docs/numerics.md, "Random numbers". */
  @Test
  void pinsTheFirstIndicesOfTwoEpochs() {
    DataLoader loader = loader(60_000, 64).shuffled(42);
    assertEquals(
        List.of(53420, 34959, 10974, 5280, 27492, 4256, 26351, 59950), order(loader).subList(0, 8));
    assertEquals(
        List.of(52264, 11520, 51620, 1663, 49273, 38588, 27644, 46867),
        order(loader).subList(0, 8));
  }

  /** The rule of docs/numerics.md in its own words, on lists. */
  @Test
  void shufflesAsTheContractSays() {
    int n = 50;
    Philox random = new Philox(-3, Philox.SHUFFLES, 0, 2);
    List<Integer> expected = range(n);
    for (int i = n - 1; i >= 1; i--) {
      long u = random.word(n - 1 - i) & 0xFFFFFFFFL;
      Collections.swap(expected, i, (int) Math.floorDiv(u * (i + 1), 1L << 32));
    }
    assertEquals(expected, order(loader(n, 8).shuffled(-3).epoch(2)));
  }

  @Test
  void everyEpochHasItsOwnOrderAndCanBeWalkedAgain() {
    DataLoader loader = loader(20, 3).shuffled(1);
    List<Integer> first = order(loader);
    List<Integer> second = order(loader);
    assertNotEquals(first, second);
    assertEquals(first, order(loader.epoch(0)));
    assertEquals(second, order(loader.epoch(1)));
    Iterable<Batch> again = loader.epoch(1);
    assertEquals(order(again), order(again));
    assertEquals(order(loader.epoch(2)), order(loader), "epoch() leaves the loader's count");
    assertEquals(first, order(loader.shuffled(1)), "a loader made of another counts from 0");
    assertNotEquals(first, order(loader.shuffled(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 3, false, 0, 0", "7, 3, false, 3, 1", "7, 3, false, 30, 10",
    "7, 3, true, 30, 15", "0, 3, false, 0, 0", "1, 3, false, 2147483647, 2147483647"
  })
  void knowsTheEpochBehindSoManySteps(
      int size, int batchSize, boolean dropLast, long steps, int epoch) {
    DataLoader loader = loader(size, batchSize);
    assertEquals(epoch, (dropLast ? loader.dropLast() : loader).epochAfter(steps));
  }

  @ParameterizedTest
  @CsvSource({"7, 4", "7, -3", "0, 1"})
  void refusesStepsThatDoNotEndWithAnEpoch(int size, long steps) {
    DataLoader loader = loader(size, 3);
    refuses(
        steps
            + " steps do not end with an epoch, which has "
            + loader.batches()
            + " batches. Was the run saved within one, or with other batches?",
        () -> loader.epochAfter(steps));
  }

  @Test
  void anEpochDoesNotChangeWhenAnotherIsWalkedBetween() {
    DataLoader loader = loader(6, 2).shuffled(9);
    Iterator<Batch> outer = loader.epoch(0).iterator();
    Batch first = outer.next();
    loader.epoch(1).iterator().next();
    List<Integer> order = new ArrayList<>(indices(first));
    outer.forEachRemaining(batch -> order.addAll(indices(batch)));
    assertEquals(order(loader.epoch(0)), order);
  }

  /** An example of a dataset that says its epoch, through every kind of view. */
  @Test
  void aDatasetIsAskedForEachEpoch() {
    Dataset views =
        new OfEpoch(0)
            .map(example -> example)
            .withClasses(1000)
            .shuffled(3)
            .subset(0, 1)
            .concat(new OfEpoch(0).split(3, 1).get(1));
    DataLoader loader = new DataLoader(views, 3);
    assertEquals(List.of(0, 0, 0), order(loader));
    assertEquals(List.of(1, 1, 1), order(loader));
    assertEquals(List.of(7, 7, 7), order(loader.shuffled(2).epoch(7)));
    assertEquals(List.of(0, 0, 0), indices(views.batch(new int[] {2, 0, 1})));
  }

  private record OfEpoch(int epoch) implements Dataset {
    @Override
    public int size() {
      return 4;
    }

    @Override
    public Example get(int index) {
      return Example.of(new float[1], epoch);
    }

    @Override
    public Dataset inEpoch(int other) {
      return new OfEpoch(other);
    }
  }

  @Test
  void endsWithAnExceptionWhereThereIsNoNextBatch() {
    Iterator<Batch> batches = loader(0, 1).iterator();
    assertFalse(batches.hasNext());
    assertEquals(
        "The epoch has no more batches.",
        assertThrows(NoSuchElementException.class, batches::next).getMessage());
  }

  @Test
  void countsTheExamplesOfAnEpoch() {
    assertEquals(7, loader(7, 3).size());
    assertEquals(6, loader(7, 3).dropLast().size());
    assertEquals(0, loader(2, 3).dropLast().size());
  }

  @Test
  void refusesWhatCannotBeWalked() {
    refuses("Batch size 0; it must be 1 or more.", () -> loader(3, 0));
    refuses("Epoch -1; epochs count from 0.", () -> loader(3, 1).epoch(-1));
    refuses("Expected a dataset, was given null.", () -> new DataLoader(nothing(), 1));
    Dataset negative =
        new Dataset() {
          @Override
          public int size() {
            return -1;
          }

          @Override
          public Example get(int index) {
            throw new AssertionError();
          }
        };
    refuses(
        "A dataset of -1 examples; there must be 0 or more.",
        () -> new DataLoader(negative, 1).iterator());
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }

  private static Dataset nothing() {
    return null;
  }

  /** A loader over a dataset whose only values are the indices of its examples. */
  private static DataLoader loader(int size, int batchSize) {
    int[] indices = IntStream.range(0, size).toArray();
    HostTensor inputs = HostTensor.of(new float[size], size, 1);
    return new DataLoader(new ArrayDataset(inputs, HostTensor.of(indices, size)), batchSize);
  }

  private static List<Integer> indices(Batch batch) {
    return Arrays.stream(((HostTensor.Ints) batch.target()).values()).boxed().toList();
  }

  private static List<Integer> order(Iterable<Batch> epoch) {
    List<Integer> order = new ArrayList<>();
    epoch.forEach(batch -> order.addAll(indices(batch)));
    return order;
  }

  private static List<Integer> range(int size) {
    return new ArrayList<>(IntStream.range(0, size).boxed().toList());
  }
}
