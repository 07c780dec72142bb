package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.DType;
import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DatasetTest {
  /** A dataset as a user writes it: of index i the numbers i and 10 · i, and i as its label. */
  private static final class Numbers implements Dataset {
    @Override
    public int size() {
      return 10;
    }

    @Override
    public Example get(int index) {
      return Example.of(new float[] {index, 10 * index}, index);
    }
  }

  private static final Dataset NUMBERS = new Numbers();

  @Test
  void aUsersDatasetIsStackedIntoBatches() {
    Batch batch = NUMBERS.batch(new int[] {2, 0, 2});
    assertEquals(3, batch.size());
    assertEquals(Shape.of(3, 2), batch.input().shape());
    assertArrayEquals(new float[] {2, 20, 0, 0, 2, 20}, floats(batch.input()));
    assertEquals(Shape.of(3), batch.target().shape());
    assertArrayEquals(new int[] {2, 0, 2}, ints(batch.target()));
  }

  @Test
  void rowsOfArraysAreTheSameAloneAndStacked() {
    Dataset arrays =
        new ArrayDataset(
            HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
            HostTensor.of(new int[] {0, 2, 1}, 3));
    Dataset alone = Dataset.of(3, arrays::get);
    for (int[] indices : new int[][] {{0}, {2, 0, 2}, {0, 1, 2}}) {
      Batch fast = arrays.batch(indices);
      Batch stacked = alone.batch(indices);
      assertEquals(stacked.size(), fast.size());
      assertEquals(stacked.input().type(), fast.input().type());
      assertEquals(stacked.target().type(), fast.target().type());
      assertArrayEquals(floats(stacked.input()), floats(fast.input()));
      assertArrayEquals(ints(stacked.target()), ints(fast.target()));
    }
    assertEquals(Shape.of(0, 2), arrays.batch(new int[0]).input().shape());
  }

  @Test
  void tokensAndTheirLabelsKeepTypeAndShape() {
    Dataset tagged = Dataset.of(4, i -> Example.of(new int[] {i, 7, 8}, new int[] {0, i, -100}));
    Batch batch = tagged.batch(new int[] {3, 1});
    assertEquals(DType.INT32, batch.input().dtype());
    assertEquals(Shape.of(2, 3), batch.target().shape());
    assertArrayEquals(new int[] {3, 7, 8, 1, 7, 8}, ints(batch.input()));
    assertArrayEquals(new int[] {0, 3, -100, 0, 1, -100}, ints(batch.target()));

    Dataset arrays =
        new ArrayDataset(
            HostTensor.of(new int[] {1, 2, 3, 4}, 2, 2),
            HostTensor.of(new int[] {5, 6, 7, 8}, 2, 2));
    assertArrayEquals(new int[] {3, 4}, ints(arrays.batch(new int[] {1}).input()));
    assertArrayEquals(new int[] {7, 8}, ints(arrays.get(1).target()));
    assertEquals(Shape.of(2), arrays.get(1).target().shape());
  }

  @Test
  void examplesMayBeNumbersOrHaveNoTarget() {
    assertEquals(Shape.of(1), Example.of(new float[3], 1.5f).target().shape());
    assertEquals(Shape.of(2), Example.of(new float[3], new float[2]).target().shape());
    assertEquals(Shape.SCALAR, Example.of(new int[3], 4).target().shape());
    Dataset inputs = Dataset.of(2, i -> Example.of(HostTensor.of(new boolean[] {i == 1})));
    Batch batch = inputs.batch(new int[] {1, 0});
    assertEquals(HostTensor.of(new boolean[2], 2).type(), batch.input().type());
    refuses("There is no target.", batch::target);
  }

  @Test
  void mapChangesEachExample() {
    Dataset halved =
        NUMBERS.map(
            example -> Example.of(new float[] {floats(example.input())[1] / 2}, label(example)));
    assertArrayEquals(new float[] {20, 5}, floats(halved.batch(new int[] {4, 1}).input()));
  }

  @Test
  void subsetsCanBeTakenOfSubsets() {
    Dataset some = NUMBERS.subset(9, 3, 3, 5).subset(2, 0);
    assertEquals("[3, 9]", labels(some));
    assertEquals(9, ints(some.get(1).target())[0]);
  }

  @Test
  void aSubsetFetchesAsItsDatasetDoes() {
    Dataset timeFirst =
        new Dataset() {
          @Override
          public int size() {
            return 3;
          }

          @Override
          public Example get(int index) {
            throw new AssertionError("asked for one by one");
          }

          @Override
          public Batch batch(int[] indices) {
            HostTensor steps = HostTensor.of(new float[5 * indices.length], 5, indices.length);
            return new Batch(indices.length, Named.of("x", steps), Named.none());
          }
        };
    Batch batch = timeFirst.subset(2, 0).batch(new int[] {0, 1});
    assertEquals(2, batch.size());
    assertEquals(Shape.of(5, 2), batch.input().shape());
  }

  @Test
  void splitsBySizesAndByShares() {
    assertEquals(
        List.of("[0, 1, 2, 3, 4, 5, 6]", "[]", "[7, 8, 9]"), parts(NUMBERS.split(7, 0, 3)));
    assertEquals(List.of("[0, 1, 2, 3, 4, 5, 6, 7]", "[8, 9]"), parts(NUMBERS.split(0.8, 0.2)));
    assertEquals(
        List.of("[0, 1, 2]", "[3, 4, 5, 6]", "[7, 8, 9]"),
        parts(NUMBERS.split(1 / 3.0, 1 / 3.0, 1 / 3.0)));
    assertEquals(List.of("[]", "[]"), parts(NUMBERS.subset().split(0.5, 0.5)));
  }

  @Test
  void shufflesBySeedBeforeASplit() {
    assertEquals(labels(NUMBERS.shuffled(7)), labels(NUMBERS.shuffled(7)));
    int[] contract = Order.shuffled(10, new Philox(7, 1, 1, 0));
    assertEquals(Arrays.toString(contract), labels(NUMBERS.shuffled(7)));
    List<Dataset> parts = NUMBERS.shuffled(7).split(0.5, 0.5);
    assertEquals(labels(NUMBERS.shuffled(7)), labels(parts.get(0).concat(parts.get(1))));
    int[] sorted = ints(all(NUMBERS.shuffled(7)).target());
    Arrays.sort(sorted);
    assertArrayEquals(ints(all(NUMBERS).target()), sorted);
  }

  @Test
  void concatPutsOneBehindTheOther() {
    assertEquals("[8, 9, 0, 1]", labels(NUMBERS.subset(8, 9).concat(NUMBERS.subset(0, 1))));
    Dataset many = Dataset.of(Integer.MAX_VALUE, NUMBERS::get);
    refuses(
        "2147483657 examples are more than a dataset can have, 2147483647.",
        () -> many.concat(NUMBERS));
  }

  @Test
  void checksLabelsWhereClassesAreKnown() {
    assertEquals(labels(NUMBERS), labels(NUMBERS.withClasses(10)));
    Dataset five = NUMBERS.withClasses(5);
    refuses(
        "Label 7 of example 7 is not in [0, 5), nor -100, which is ignored.",
        () -> five.batch(new int[] {4, 7}));
    Dataset tagged = Dataset.of(1, i -> Example.of(new int[2], new int[] {-100, -1}));
    refuses(
        "Label -1 at index 1 of example 0 is not in [0, 3), nor -100, which is ignored.",
        () -> tagged.withClasses(3).get(0));
    HostTensor inputs = HostTensor.of(new float[4], 2, 2);
    refuses(
        "Label 4 at index (1, 0) is not in [0, 4), nor -100, which is ignored.",
        () ->
            new ArrayDataset(inputs, HostTensor.of(new int[] {3, -100, 4, 9}, 2, 2))
                .withClasses(4));
    refuses(
        "Labels are INT32, was given (2, 2) FLOAT32.",
        () -> new ArrayDataset(inputs, inputs).withClasses(4));
    refuses("0 classes; there must be 1 or more.", () -> NUMBERS.withClasses(0));
  }

  @Test
  void refusesExamplesThatDoNotStack() {
    Dataset growing = Dataset.of(3, i -> Example.of(new float[1 + i], 0));
    refuses(
        "Examples of a batch need the same names, types and shapes: example 2 has \"input\" (3)"
            + " FLOAT32, example 0 has \"input\" (1) FLOAT32. Dataset.map can pad or cut them to"
            + " one shape.",
        () -> growing.batch(new int[] {2, 2, 0}));
    HostTensor one = HostTensor.of(new float[1], 1);
    Dataset renamed =
        Dataset.of(2, i -> new Example(Named.of("x" + i, one), Named.of("target", one)));
    refuses(
        "Examples of a batch need the same names, types and shapes: example 0 has [x0], example 1"
            + " has [x1]. Dataset.map can pad or cut them to one shape.",
        () -> renamed.batch(new int[] {0, 1}));
    refuses(
        "A batch of no examples has no shapes. Ask for one example or more.",
        () -> NUMBERS.batch(new int[0]));
    Dataset empty = Dataset.of(2, i -> nothing());
    refuses("Expected example 1, was given null.", () -> empty.batch(new int[] {1}));
  }

  @Test
  void refusesIndicesThatAreNoExamples() {
    Dataset arrays =
        new ArrayDataset(HostTensor.of(new float[10], 10), HostTensor.of(new int[10], 10));
    for (Dataset dataset :
        List.of(NUMBERS, arrays, NUMBERS.subset(Order.ascending(10)), NUMBERS.map(x -> x))) {
      refuses("There is no example 10; there are 10.", () -> dataset.batch(new int[] {0, 10}));
      refuses("There is no example -1; there are 10.", () -> dataset.batch(new int[] {-1}));
      refuses("There is no example 10; there are 10.", () -> dataset.subset(10));
      refuses("Expected indices, was given null.", () -> dataset.batch(nothing()));
    }
    refuses("There is no example 4; there are 3.", () -> NUMBERS.subset(1, 2, 3).get(4));
    refuses("There is no example 10; there are 10.", () -> arrays.get(10));
  }

  @Test
  void refusesSplitsThatDoNotAddUp() {
    refuses("Parts of [4, 5] examples are 9; the dataset has 10.", () -> NUMBERS.split(4, 5));
    refuses("A dataset of -1 examples; there must be 0 or more.", () -> NUMBERS.split(11, -1));
    for (double[] shares : new double[][] {{0.5, 0.6}, {1.5, -0.5}, {Double.NaN, 1}, {0.9}, {}}) {
      refuses(
          "Shares of a split are 0 or more and make 1 together, were given "
              + Arrays.toString(shares)
              + ".",
          () -> NUMBERS.split(shares));
    }
  }

  @Test
  void refusesADatasetOfNothing() {
    refuses(
        "A dataset of -2 examples; there must be 0 or more.", () -> Dataset.of(-2, i -> nothing()));
    refuses(
        "Expected a function from index to example, was given null.",
        () -> Dataset.of(1, nothing()));
    refuses("Expected a function of an example, was given null.", () -> NUMBERS.map(nothing()));
    refuses("Expected a dataset, was given null.", () -> NUMBERS.concat(nothing()));
  }

  private static <T> T nothing() {
    return null;
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }

  private static List<String> parts(List<Dataset> parts) {
    return parts.stream().map(DatasetTest::labels).toList();
  }

  private static String labels(Dataset numbers) {
    return numbers.size() == 0 ? "[]" : Arrays.toString(ints(all(numbers).target()));
  }

  private static Batch all(Dataset dataset) {
    return dataset.batch(Order.ascending(dataset.size()));
  }

  private static int label(Example example) {
    return ints(example.target())[0];
  }

  private static float[] floats(HostTensor tensor) {
    return ((HostTensor.Floats) tensor).values();
  }

  private static int[] ints(HostTensor tensor) {
    return ((HostTensor.Ints) tensor).values();
  }
}
