package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loaders whose batches are made ahead, by threads of their own. */
class WorkersTest {
  /** Those that are left end a second after their last work. */
  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (threads() > 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertEquals(0, threads());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("flambeau-loader"))
        .count();
  }

  /** Rows of three numbers that follow from index and epoch. */
  private static Example example(int index, int epoch) {
    return Example.of(new float[] {index, epoch, index * 0.5f}, index);
  }

  private record Rows(int size, int epoch) implements Dataset {
    @Override
    public Example get(int index) {
      return example(index, epoch);
    }

    @Override
    public Dataset inEpoch(int other) {
      return new Rows(size, other);
    }
  }

  private static List<float[]> copies(Iterable<Batch> batches) {
    List<float[]> copies = new ArrayList<>();
    for (Batch batch : batches) {
      copies.add(((HostTensor.Floats) batch.input()).values().clone());
    }
    return copies;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void givesWhatALoaderWithoutGives(int workers) {
    for (int size : new int[] {0, 1, 7, 64, 101}) {
      Dataset rows = new Rows(size, 0).map(example -> example);
      DataLoader alone = new DataLoader(rows, 4).shuffled(3);
      try (DataLoader ahead = alone.workers(workers)) {
        for (int epoch = 0; epoch < 3; epoch++) {
          List<float[]> expected = copies(alone);
          List<float[]> found = copies(ahead);
          assertEquals(expected.size(), found.size());
          for (int i = 0; i < found.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i));
          }
        }
        assertEquals(copies(alone.dropLast()).size(), copies(ahead.dropLast()).size());
      }
    }
  }

  /** Two for each thread, and the one that is lent. */
  @Test
  void arraysAreUsedAgain() {
    Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    Dataset rows = Dataset.of(300, index -> example(index, 0));
    for (Batch batch : new DataLoader(rows, 3).workers(2)) {
      arrays.add(batch.input().array());
    }
    assertTrue(arrays.size() <= 5, arrays.size() + " arrays");
  }

  /** No more are begun than two for each thread beyond what was taken. */
  @Test
  void thereIsABound() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Dataset counted =
        Dataset.of(
            100,
            index -> {
              made.incrementAndGet();
              return example(index, 0);
            });
    Iterator<Batch> batches = new DataLoader(counted, 1).workers(3).iterator();
    assertEquals(0, made.get(), "nothing is made before the first is asked for");
    for (int taken = 1; taken <= 20; taken++) {
      batches.next();
      Thread.sleep(5);
      assertTrue(made.get() <= taken - 1 + 6, made + " made for " + taken);
    }
    batches.forEachRemaining(batch -> {});
    assertEquals(100, made.get());
  }

  /** At the step that asks for it, with the example's number; what comes before is given. */
  @Test
  void anErrorComesWhereItBelongs() {
    Dataset faulty =
        Dataset.of(
            20,
            index -> {
              if (index == 13) {
                throw new IllegalStateException("no such row");
              }
              return example(index, 0);
            });
    Iterator<Batch> batches = new DataLoader(faulty, 4).workers(2).iterator();
    for (int i = 0; i < 3; i++) {
      batches.next();
    }
    DatasetException e = assertThrows(DatasetException.class, batches::next);
    assertEquals(
        "Example 13 cannot be fetched: java.lang.IllegalStateException: no such row",
        e.getMessage());
    assertEquals(
        "The epoch was ended within it: the loader was closed, or a batch before failed.",
        assertThrows(DatasetException.class, batches::next).getMessage());
    DatasetException alone =
        assertThrows(DatasetException.class, () -> copies(new DataLoader(faulty, 4)));
    assertEquals(e.getMessage(), alone.getMessage());
  }

  @Test
  void anErrorOfJavasIsThrownAsItIs() {
    OutOfMemoryError error = new OutOfMemoryError("made");
    Dataset faulty =
        Dataset.of(
            3,
            index -> {
              throw error;
            });
    Iterator<Batch> batches = new DataLoader(faulty, 1).workers(2).iterator();
    assertSame(error, assertThrows(OutOfMemoryError.class, batches::next));
  }

  /** Nobody closes: the threads end by themselves, as the check after each test sees. */
  @Test
  void anEpochMayBeLeft() {
    DataLoader loader = new DataLoader(new Rows(1000, 0), 1).workers(4);
    for (Batch batch : loader) {
      if (batch.size() == 1) {
        break;
      }
    }
    assertEquals(1000, copies(loader.epoch(1)).size());
  }

  @Test
  void closingEndsWhatIsUnderWay() {
    AtomicInteger under = new AtomicInteger();
    Dataset slow =
        Dataset.of(
            100,
            index -> {
              under.incrementAndGet();
              try {
                Thread.sleep(2);
              } catch (InterruptedException e) {
                throw new AssertionError("workers are never interrupted", e);
              }
              under.decrementAndGet();
              return example(index, 0);
            });
    DataLoader loader = new DataLoader(slow, 5).workers(3);
    Iterator<Batch> batches = loader.iterator();
    batches.next();
    loader.close();
    assertEquals(0, under.get());
    assertEquals(0, threads());
    assertThrows(DatasetException.class, batches::next);
    assertEquals(20, copies(loader).size(), "another epoch can be walked");
  }

  @Test
  void aThreadThatWaitsCanBeInterrupted() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Dataset stuck =
        Dataset.of(
            1,
            index -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return example(index, 0);
            });
    Thread.currentThread().interrupt();
    Iterator<Batch> batches = new DataLoader(stuck, 1).workers(1).iterator();
    DatasetException e = assertThrows(DatasetException.class, batches::next);
    assertEquals("Interrupted while batch 0 was waited for.", e.getMessage());
    assertTrue(Thread.interrupted());
    release.countDown();
  }

  @Test
  void twoEpochsAtOnceAreApart() {
    DataLoader loader = new DataLoader(new Rows(9, 0), 2).workers(2);
    Iterator<Batch> first = loader.epoch(0).iterator();
    Iterator<Batch> second = loader.epoch(1).iterator();
    while (first.hasNext()) {
      float[] one = ((HostTensor.Floats) first.next().input()).values();
      float[] other = ((HostTensor.Floats) second.next().input()).values();
      assertEquals(one[0], other[0]);
      assertEquals(0, one[1]);
      assertEquals(1, other[1]);
    }
  }

  @Test
  void refusesFewerThanNone() {
    assertEquals(
        "-1 workers; there must be 0 or more.",
        assertThrows(DatasetException.class, () -> new DataLoader(new Rows(1, 0), 1).workers(-1))
            .getMessage());
  }
}
