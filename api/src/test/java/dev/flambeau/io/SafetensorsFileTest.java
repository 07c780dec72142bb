package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.DType;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("model.safetensors");
  }

  /** A file of one tensor "x", whose elements are given in hexadecimal, with spaces between. */
  private void writeX(String dtype, String elements) throws IOException {
    String[] parts = elements.split(" ");
    String data = String.join("", parts);
    write(
        "{'x':{'dtype':'%s','shape':[%d],'data_offsets':[0,%d]}}"
            .formatted(dtype, parts.length, data.length() / 2),
        data);
  }

  private void write(String header, String data) throws IOException {
    Files.write(file, SafetensorsRefusalsTest.file(header.replace('\'', '"'), data));
  }

  private HostTensor read(DType as) {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      return as == null ? opened.read("x") : opened.read("x", as);
    }
  }

  /**
   * The type and the elements; numbers compare by their bits, but for NaN, of which there is one.
   */
  private static List<Object> described(HostTensor tensor) {
    List<Object> described = new ArrayList<>(List.of(tensor.dtype()));
    for (int i = 0; i < tensor.shape().elements(); i++) {
      described.add(Array.get(tensor.array(), i));
    }
    return described;
  }

  /** The same, from words. */
  private static List<Object> described(String text) {
    String[] words = text.split(" ");
    DType dtype = DType.valueOf(words[0]);
    List<Object> described = new ArrayList<>(List.of(dtype));
    for (String word : List.of(words).subList(1, words.length)) {
      described.add(
          switch (dtype) {
            case FLOAT32 -> (Object) Float.valueOf(word);
            case FLOAT64 -> Double.valueOf(word);
            case INT32 -> Integer.valueOf(word);
            case BOOL -> Boolean.valueOf(word);
          });
    }
    return described;
  }

  /** Little-endian elements, and the values that they are by the definition of their type. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F64  | 000000000000f83f 0000000000000080 | FLOAT64 1.5 -0.0",
        "F32  | 0000c03f 00000080 0000c07f 01000000 | FLOAT32 1.5 -0.0 NaN 1.4E-45",
        "F16  | 003e 0080 ff7b 0100 ff03 0004 007c 00fc 017e 3555"
            + "| FLOAT32 1.5 -0.0 65504.0 5.9604645E-8 6.097555E-5 6.1035156E-5 Infinity"
            + " -Infinity NaN 83.3125",
        "BF16 | c03f 0080 7f7f 0100 807f 80ff c17f"
            + "| FLOAT32 1.5 -0.0 3.3895314E38 9.18355E-41 Infinity -Infinity NaN",
        "I64  | feffffffffffffff ffffff7f00000000 00000080ffffffff"
            + "| INT32 -2 2147483647 -2147483648",
        "I32  | feffffff ffffff7f      | INT32 -2 2147483647",
        "I16  | feff ff7f              | INT32 -2 32767",
        "I8   | fe 7f                  | INT32 -2 127",
        "U64  | ffffff7f00000000       | INT32 2147483647",
        "U32  | ffffff7f               | INT32 2147483647",
        "U16  | feff                   | INT32 65534",
        "U8   | fe                     | INT32 254",
        "BOOL | 00 01                  | BOOL false true",
      })
  void readsTheVeryValues(String dtype, String elements, String expected) throws IOException {
    writeX(dtype, elements);
    assertEquals(described(expected), described(read(null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 1 + 2⁻²⁴ is a tie, to even; the next above is not; 2¹²⁸ is beyond; 2⁻¹⁵⁰ is a tie to 0.
        "F64 | 000000100000f03f 010000100000f03f 000000000000f047 0000000000009036"
            + "| FLOAT32 | FLOAT32 1.0 1.0000001 Infinity 0.0",
        "F16 | 3555 | FLOAT64 | FLOAT64 83.3125",
        "F32 | cdcccc3d | FLOAT64 | FLOAT64 0.10000000149011612",
      })
  void castsFloatingPoint(String dtype, String elements, DType as, String expected)
      throws IOException {
    writeX(dtype, elements);
    assertEquals(described(expected), described(read(as)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I64 | 0100000000000000 ffffffffffffff7f | INT32 | does not fit INT32: element 1"
            + " (row-major, from 0) is 9223372036854775807.",
        "I64 | ffffff7fffffffff | INT32 | does not fit INT32: element 0 (row-major, from 0) is"
            + " -2147483649.",
        "U32 | ffffffff | INT32 | does not fit INT32: element 0 (row-major, from 0) is 4294967295.",
        "U64 | ffffffffffffffff | INT32 | does not fit INT32: element 0 (row-major, from 0) is"
            + " 18446744073709551615.",
        "BOOL | 01 02 | BOOL | is BOOL: element 1 (row-major, from 0) is 2, neither 0 nor 1.",
        "I64 | 0100000000000000 | FLOAT32 | is I64, which is not read as FLOAT32.",
        "F32 | 0000c03f | INT32 | is F32, which is not read as INT32.",
        "BOOL | 01 | INT32 | is BOOL, which is not read as INT32.",
        "F8_E4M3 | 38 | FLOAT32 | is of the type \"F8_E4M3\"; those that can be read are [F64, F32,"
            + " F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL].",
      })
  void refusesWhatIsNotTheSame(String dtype, String elements, DType as, String problem)
      throws IOException {
    writeX(dtype, elements);
    assertEquals(
        file + ": tensor \"x\" " + problem,
        assertThrows(SafetensorsException.class, () -> read(as)).getMessage());
  }

  /** As torch writes a model of 8-bit weights: all but what is asked for stays where it is. */
  @Test
  void readsWhatIsAskedForBesideAnythingElse() throws IOException {
    write(
        "{'__metadata__':{'format':'pt'},"
            + "'w8':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]},"
            + "'z':{'dtype':'C64','shape':[],'data_offsets':[4,12]},"
            + "'huge':{'dtype':'F32','shape':[65536,65536,0],'data_offsets':[12,12]},"
            + "'wide':{'dtype':'F6_E2M3','shape':[4294967296],'data_offsets':[12,13]},"
            + "'scale':{'dtype':'BF16','shape':[1,2],'data_offsets':[13,17]}}",
        "38383838" + "0000000000000000" + "ff" + "c03f8040");
    try (SafetensorsFile opened = Safetensors.open(file)) {
      assertEquals(List.of("w8", "z", "huge", "wide", "scale"), List.copyOf(opened.names()));
      assertEquals(Map.of("format", "pt"), opened.metadata());
      assertEquals("F8_E4M3", opened.dtype("w8"));
      assertEquals(Shape.of(1, 2), opened.shape("scale"));
      assertEquals(Shape.of(65536, 65536, 0), opened.shape("huge"));
      assertEquals(described("FLOAT32 1.5 4.0"), described(opened.read("scale")));
      assertEquals(
          file
              + ": tensor \"wide\" has the shape [4294967296]; a tensor has less than 2³¹"
              + " elements.",
          assertThrows(SafetensorsException.class, () -> opened.shape("wide")).getMessage());
      assertEquals(
          file + ": holds no tensor \"weight\", but 5 others.",
          assertThrows(SafetensorsException.class, () -> opened.read("weight")).getMessage());
    }
    assertThrows(SafetensorsException.class, () -> Safetensors.read(file));
  }

  @Test
  void readsLongTensorsChunkByChunk() {
    int count = 3 * Safetensors.CHUNK_BYTES + 5;
    boolean[] mask = new boolean[count];
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      mask[i] = i % 3 == 0;
      values[i] = i;
    }
    new Safetensors(Map.of("m", HostTensor.of(mask, count), "v", HostTensor.of(values, count)))
        .write(file);
    try (SafetensorsFile opened = Safetensors.open(file)) {
      assertArrayEquals(mask, (boolean[]) opened.read("m").array());
      assertArrayEquals(values, (double[]) opened.read("v").array());
      assertEquals(count - 1, ((float[]) opened.read("v", DType.FLOAT32).array())[count - 1]);
    }
  }

  @Test
  void namesWhatItCannotOpen() {
    for (Path path : List.of(folder, folder.resolve("none"), Path.of("/dev/zero"))) {
      FlambeauException refused =
          assertThrows(FileException.class, () -> Safetensors.open(path).close());
      assertTrue(refused.getMessage().startsWith(path + ": "), refused.getMessage());
    }
    assertEquals(
        folder.resolve("none") + ": there is no such file.",
        assertThrows(FileException.class, () -> Safetensors.read(folder.resolve("none")))
            .getMessage());
  }

  @Test
  void saysThatItHasBeenClosed() throws IOException {
    writeX("F32", "0000c03f");
    SafetensorsFile opened = Safetensors.open(file);
    opened.close();
    opened.close();
    assertEquals(
        file + ": cannot be read: it has been closed.",
        assertThrows(FileException.class, () -> opened.read("x")).getMessage());
  }

  /** First bytes of files as other tools write them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "504b030400000808000000000000000000000000000000000000100000006d6f64656c2f646174612e706b6c"
            + "| PyTorch's own format | safetensors.torch.save_file",
        "80028a0a6cfc9c46f9206aa850192e | PyTorch's own format | torch.load",
        "504b03041400000000000000210000000000ffffffffffffffff0d0014006172725f302e6e7079"
            + "| NumPy's arrays | numpy.load",
        "934e554d5059010076007b27646573637227 | a NumPy array | numpy.load",
        "894844460d0a1a0a0000000000080800 | HDF5 | keras",
        "474755460300000023010000000000001c00000000000000 | GGUF | gguf.GGUFReader",
        "080812077079746f7263681a05322e332e303ab201 | ONNX | onnx.load",
        "76657273696f6e2068747470733a2f2f6769742d6c66732e6769746875622e636f6d2f737065632f76310a"
            + "| a pointer of Git LFS | git lfs pull",
        "1f8b0800000000000003 | gzip | gunzip",
        "3c21444f43545950452068746d6c3e0a3c68746d6c3e | a web page | fetch",
      })
  void tellsOtherFormatsAndTheWayOut(String hex, String what, String wayOut) throws IOException {
    Files.write(file, HexFormat.of().parseHex(hex));
    String message =
        assertThrows(SafetensorsException.class, () -> Safetensors.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": this is "), message);
    assertTrue(message.contains(what) && message.contains(wayOut), message);
  }

  /** A header whose length in bytes looks like the start of a pickle is a header all the same. */
  @Test
  void prefersTheFormatWhereItIsOne() throws IOException {
    String header = "{}" + " ".repeat(0x0280 - 2);
    Files.write(file, SafetensorsRefusalsTest.file(header, ""));
    assertEquals((byte) 0x80, Files.readAllBytes(file)[0]);
    assertEquals((byte) 2, Files.readAllBytes(file)[1]);
    assertEquals(Map.of(), Safetensors.read(file).tensors());
  }
}
