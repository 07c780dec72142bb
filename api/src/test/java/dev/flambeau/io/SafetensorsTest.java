package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.HostTensor.Floats;
import dev.flambeau.tensor.HostTensor.Ints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  /** 146 characters, so 6 spaces make it end at a multiple of 8. */
  private static final String HEADER =
      "{\"__metadata__\":{\"from\":\"a \\\"hand\\\"\"},"
          + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
          + "\"n\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[8,12]}}";

  private static final byte[] FILE =
      HexFormat.of()
          .parseHex(
              "9800000000000000"
                  + HexFormat.of().formatHex(HEADER.getBytes(StandardCharsets.US_ASCII))
                  + "202020202020"
                  + "0000c03f" // 1.5
                  + "00000080" // −0
                  + "feffffff"); // −2

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("model.safetensors");
  }

  private static Safetensors example() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("w", new Floats(Shape.of(1, 2), new float[] {1.5f, -0f}));
    tensors.put("n", new Ints(Shape.SCALAR, new int[] {-2}));
    return new Safetensors(tensors, Map.of("from", "a \"hand\""));
  }

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    example().write(file);
    assertArrayEquals(FILE, Files.readAllBytes(file));
  }

  /** The digits of a header are those of JSON, whatever the user's language. */
  @Test
  void writesTheSameBytesInEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      example().write(file);
    } finally {
      Locale.setDefault(before);
    }
    assertArrayEquals(FILE, Files.readAllBytes(file));
  }

  @Test
  void readsTheBytesOfTheFormat() throws IOException {
    Files.write(file, FILE);
    Safetensors read = Safetensors.read(file);
    assertEquals(List.of("w", "n"), List.copyOf(read.tensors().keySet()));
    assertEquals(Map.of("from", "a \"hand\""), read.metadata());
    Floats w = (Floats) read.tensors().get("w");
    assertEquals(Shape.of(1, 2), w.shape());
    assertEquals(1.5f, w.values()[0]);
    assertEquals(0x80000000, Float.floatToRawIntBits(w.values()[1]));
    Ints n = (Ints) read.tensors().get("n");
    assertEquals(Shape.SCALAR, n.shape());
    assertArrayEquals(new int[] {-2}, n.values());
  }

  @Test
  void readsDataInAnotherOrderThanTheHeader() throws IOException {
    write(
        "{\"b\":{\"data_offsets\":[4,8],\"dtype\":\"I32\",\"shape\":[1]},"
            + " \"none\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[4,4]},"
            + " \"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]} }  ",
        "0100000002000000");
    Map<String, HostTensor> tensors = Safetensors.read(file).tensors();
    assertEquals(List.of("b", "none", "a"), List.copyOf(tensors.keySet()));
    assertEquals(2, ints(tensors.get("b"))[0]);
    assertEquals(1, ints(tensors.get("a"))[0]);
    assertEquals(Shape.of(0, 3), tensors.get("none").type().shape());
  }

  @Test
  void savesEveryNanAsTheSame() throws IOException {
    float payload = Float.intBitsToFloat(0xffc12345);
    new Safetensors(Map.of("x", new Floats(Shape.of(1), new float[] {payload}))).write(file);
    byte[] bytes = Files.readAllBytes(file);
    assertEquals("0000c07f", HexFormat.of().formatHex(bytes, bytes.length - 4, bytes.length));
  }

  @Test
  void replacesAFileAndLeavesNoOtherBehind() throws IOException {
    Files.writeString(file, "before");
    example().write(file);
    assertArrayEquals(FILE, Files.readAllBytes(file));
    assertEquals(List.of(file), Files.list(folder).toList());
  }

  @Test
  void leavesTheOldFileWhereWritingFails() throws IOException {
    Files.writeString(file, "before");
    HostTensor one = new Floats(Shape.of(1), new float[1]);
    assertThrows(
        SafetensorsException.class, () -> new Safetensors(Map.of("__metadata__", one)).write(file));
    assertEquals("before", Files.readString(file));
    assertThrows(FileException.class, () -> example().write(folder.resolve("none").resolve("x")));
    assertEquals(List.of(file), Files.list(folder).toList());
  }

  @Test
  void refusesToWriteWhatTheFormatCannotHold() {
    HostTensor one = new Floats(Shape.of(1), new float[1]);
    assertEquals(
        file + ": a tensor cannot have the name __metadata__.",
        refusal(new Safetensors(Map.of("__metadata__", one))));
    assertEquals(
        file + ": a name or a text of the metadata holds half of a surrogate pair.",
        refusal(new Safetensors(Map.of("\ud83d", one))));
    Map<String, String> noText = new HashMap<>();
    noText.put("from", null);
    assertEquals(
        file + ": names and texts of the metadata cannot be null.",
        refusal(new Safetensors(Map.of("x", one), noText)));
  }

  private static int[] ints(HostTensor tensor) {
    return ((Ints) tensor).values();
  }

  private String refusal(Safetensors refused) {
    return assertThrows(SafetensorsException.class, () -> refused.write(file)).getMessage();
  }

  private void write(String header, String data) throws IOException {
    Files.write(file, SafetensorsRefusalsTest.file(header, data));
  }
}
