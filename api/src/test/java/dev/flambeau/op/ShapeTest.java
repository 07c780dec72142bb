package dev.flambeau.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @Test
  void aSingleNumberHasOneElement() {
    assertEquals(1, Shape.SCALAR.elements());
    assertEquals("()", Shape.SCALAR.toString());
    assertEquals(Shape.SCALAR, Shape.of());
  }

  @Test
  void anEmptyTensorHasNone() {
    assertEquals(0, Shape.of(3, 0, 5).elements());
    assertEquals("(3, 0, 5)", Shape.of(3, 0, 5).toString());
  }

  @ParameterizedTest
  @CsvSource({"65536, 65536, 0", "65536, 0, 65536", "0, 65536, 65536", "2147483647, 2147483647, 0"})
  void noneWhereverTheZeroStands(int a, int b, int c) {
    Shape shape = Shape.of(a, b, c);
    assertEquals(0, shape.elements());
    assertTrue(shape.elements(0, 2) >= 0 && shape.elements(1, 3) >= 0);
    assertEquals(Shape.of(c, b, a).elements(), shape.elements());
  }

  @Test
  void refusesAxesThatThereAreNot() {
    Shape shape = Shape.of(2, 3);
    for (int axis : new int[] {2, 9, -3}) {
      String message = "shape: no axis " + axis + " in (2, 3), which has 2";
      assertEquals(
          message, assertThrows(ShapeMismatchException.class, () -> shape.size(axis)).getMessage());
      assertEquals(
          message,
          assertThrows(ShapeMismatchException.class, () -> shape.with(axis, 1)).getMessage());
    }
    for (int[] part : new int[][] {{0, 3}, {-1, 1}, {2, 1}}) {
      String message =
          "shape: no axes from " + part[0] + " to " + part[1] + " in (2, 3), which has 2";
      assertEquals(
          message,
          assertThrows(ShapeMismatchException.class, () -> shape.slice(part[0], part[1]))
              .getMessage());
      assertThrows(ShapeMismatchException.class, () -> shape.elements(part[0], part[1]));
    }
  }

  @Test
  void placesAreOneNumberAnAxis() {
    assertEquals("7", Shape.of(9).place(7));
    assertEquals("(1, 2, 0)", Shape.of(2, 3, 4).place(20));
    assertEquals("()", Shape.SCALAR.place(0));
  }

  @Test
  void axesCountBackwardsToo() {
    assertEquals(5, Shape.of(3, 4, 5).size(-1));
    assertEquals(3, Shape.of(3, 4, 5).size(-3));
  }

  @Test
  void refusesNegativeAndTooLargeSizes() {
    assertEquals(
        "shape: size -1 in (2, -1); sizes are 0 or more",
        assertThrows(ShapeMismatchException.class, () -> Shape.of(2, -1)).getMessage());
    assertEquals(
        "shape: (65536, 65536) has more than 2147483647 elements, the most that one tensor holds."
            + " Split it along an axis.",
        assertThrows(ShapeMismatchException.class, () -> Shape.of(65536, 65536)).getMessage());
  }

  @Test
  void stretchesByNumPysRules() {
    assertTrue(Shape.of(3, 1).broadcastsTo(Shape.of(2, 3, 4)));
    assertTrue(Shape.SCALAR.broadcastsTo(Shape.of(2)));
    assertFalse(Shape.of(2).broadcastsTo(Shape.of(3)));
    assertFalse(Shape.of(1, 1).broadcastsTo(Shape.of(1)));
    assertArrayEquals(new int[] {0, 1, 0}, Shape.of(3, 1).broadcastStrides(Shape.of(2, 3, 4)));
  }

  @Test
  void reductionKeepsOrDropsAxes() {
    assertEquals(Shape.of(3), Shape.of(2, 3, 4).reduce(List.of(0, 2), false));
    assertEquals(Shape.of(1, 3, 1), Shape.of(2, 3, 4).reduce(List.of(0, 2), true));
    assertEquals(Shape.of(2), Shape.of(2).reduce(List.of(), false));
  }

  /** The last element stands where the strides say, at the end. */
  @Property(seed = "1")
  void stridesReachEveryElement(
      @ForAll @Size(max = 5) List<@IntRange(min = 1, max = 6) Integer> s) {
    Shape shape = Shape.of(s.stream().mapToInt(Integer::intValue).toArray());
    int[] strides = shape.strides();
    int last = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      last += (shape.size(axis) - 1) * strides[axis];
    }
    assertEquals(shape.elements() - 1, last);
  }
}
