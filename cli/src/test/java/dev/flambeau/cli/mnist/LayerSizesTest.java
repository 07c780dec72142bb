package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.op.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerSizesTest {
  @Test
  void isReadAndWrittenAlike() {
    LayerSizes sizes = LayerSizes.parse("784-16-10");
    assertEquals(List.of(784, 16, 10), sizes.sizes());
    assertEquals(784, sizes.inputs());
    assertEquals(10, sizes.classes());
    assertEquals("784-16-10", sizes.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "784", "784-", "784--10", "784-0-10", "784,10", "784-99999999999-10"})
  void anythingElseIsRefused(String text) {
    UserException e = assertThrows(UserException.class, () -> LayerSizes.parse(text));
    assertEquals(
        "lenet, cnn, or sizes from the inputs to the classes, such as 784-512-512-10, was given '"
            + text
            + "'",
        e.getMessage());
  }

  @Test
  void mustFitTheData() {
    LayerSizes sizes = LayerSizes.parse("64-10");
    sizes.check(Shape.of(8, 8), 9);
    UserException e = assertThrows(UserException.class, () -> sizes.check(Shape.of(28, 28), 10));
    assertEquals(
        "The network 64-10 does not fit the data, whose images have 784 pixels and whose labels"
            + " reach 9: it must begin with 784 and end with 10 or more. See --network.",
        e.getMessage());
    assertThrows(UserException.class, () -> sizes.check(Shape.of(8, 8), 11));
  }
}
