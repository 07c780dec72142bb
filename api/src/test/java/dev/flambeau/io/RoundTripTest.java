package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.io.StoredTensor.Floats;
import dev.flambeau.io.StoredTensor.Ints;
import dev.flambeau.op.Shape;
import java.io.IOException;
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
      @ForAll("tensors") Map<String, StoredTensor> tensors,
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
  private static List<List<Object>> described(Map<String, StoredTensor> tensors) {
    List<List<Object>> described = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          List<Object> parts = new ArrayList<>(List.of(name, tensor.type()));
          for (int i = 0; i < tensor.type().elements(); i++) {
            parts.add(tensor.bits(i));
          }
          described.add(parts);
        });
    return described;
  }

  @Provide
  Arbitrary<Map<String, StoredTensor>> tensors() {
    Arbitrary<StoredTensor> tensor =
        shapes().flatMap(shape -> Arbitraries.oneOf(floats(shape), ints(shape)));
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

  private static Arbitrary<StoredTensor> floats(Shape shape) {
    Arbitrary<Float> value =
        Arbitraries.oneOf(
            Arbitraries.integers().map(Float::intBitsToFloat), Arbitraries.of(EXTREMES));
    return value
        .array(float[].class)
        .ofSize(shape.elements())
        .map(values -> new Floats(shape, values));
  }

  private static Arbitrary<StoredTensor> ints(Shape shape) {
    return Arbitraries.integers()
        .array(int[].class)
        .ofSize(shape.elements())
        .map(values -> new Ints(shape, values));
  }
}
