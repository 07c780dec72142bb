package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.HostTensor.Booleans;
import dev.flambeau.tensor.HostTensor.Doubles;
import dev.flambeau.tensor.HostTensor.Floats;
import dev.flambeau.tensor.HostTensor.Ints;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripTest {
  private static final List<Float> EXTREMES =
      List.of(
          Float.NaN, -0f, Float.MIN_VALUE, -0x1p-127f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY);

  @Property(tries = 200, seed = "20")
  void whatIsWrittenIsRead(
      @ForAll("tensors") Map<String, HostTensor> tensors,
      @ForAll("texts") Map<String, String> metadata)
      throws IOException {
    Path file = Files.createTempFile("round-trip", ".safetensors");
    try {
      new Safetensors(tensors, metadata).write(file);
      Safetensors read = Safetensors.read(file);
      assertEquals(described(tensors), described(read.tensors()));
      assertEquals(metadata, read.metadata());
    } finally {
      Files.delete(file);
    }
  }

  /** Names in order, types and bits. */
  private static List<List<Object>> described(Map<String, HostTensor> tensors) {
    List<List<Object>> described = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          List<Object> parts = new ArrayList<>(List.of(name, tensor.type()));
          for (int i = 0; i < tensor.type().elements(); i++) {
            parts.add(element(tensor, i));
          }
          described.add(parts);
        });
    return described;
  }

  /** Boxed numbers compare by their bits, but for NaN, of which there is one. */
  private static Object element(HostTensor tensor, int index) {
    return Array.get(tensor.array(), index);
  }

  @Provide
  Arbitrary<Map<String, HostTensor>> tensors() {
    Arbitrary<HostTensor> tensor =
        shapes()
            .flatMap(
                shape ->
                    Arbitraries.oneOf(floats(shape), doubles(shape), ints(shape), booleans(shape)));
    return Arbitraries.maps(text().filter(name -> !name.equals("__metadata__")), tensor)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<Map<String, String>> texts() {
    return Arbitraries.maps(text(), text()).ofMaxSize(3);
  }

  /** Any code points, but for halves of surrogate pairs: control characters, quotes, emoji. */
  private static Arbitrary<String> text() {
    Arbitrary<Integer> codePoint =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x7f),
            Arbitraries.integers().between(0, 0xd7ff),
            Arbitraries.integers().between(0xe000, Character.MAX_CODE_POINT));
    return codePoint
        .array(int[].class)
        .ofMaxSize(8)
        .map(points -> new String(points, 0, points.length));
  }

  private static Arbitrary<Shape> shapes() {
    return Arbitraries.integers().between(0, 7).array(int[].class).ofMaxSize(4).map(Shape::of);
  }

  private static Arbitrary<HostTensor> floats(Shape shape) {
    Arbitrary<Float> value =
        Arbitraries.oneOf(
            Arbitraries.integers().map(Float::intBitsToFloat), Arbitraries.of(EXTREMES));
    return value
        .array(float[].class)
        .ofSize(shape.elements())
        .map(values -> new Floats(shape, values));
  }

  private static Arbitrary<HostTensor> ints(Shape shape) {
    return Arbitraries.integers()
        .array(int[].class)
        .ofSize(shape.elements())
        .map(values -> new Ints(shape, values));
  }

  private static Arbitrary<HostTensor> doubles(Shape shape) {
    return Arbitraries.longs()
        .map(Double::longBitsToDouble)
        .array(double[].class)
        .ofSize(shape.elements())
        .map(values -> new Doubles(shape, values));
  }

  private static Arbitrary<HostTensor> booleans(Shape shape) {
    return Arbitraries.of(true, false)
        .array(boolean[].class)
        .ofSize(shape.elements())
        .map(values -> new Booleans(shape, values));
  }
}
