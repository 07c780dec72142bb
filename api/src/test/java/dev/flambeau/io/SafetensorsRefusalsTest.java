package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a file can break the format, and the whole message that says so. */
class SafetensorsRefusalsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                 | 0 bytes are too short for the header's length, which takes 8.",
        "02000000000000     | 7 bytes are too short for the header's length, which takes 8.",
        "03000000000000007b | a header of 3 bytes is announced, 1 bytes follow.",
        "01e1f5050000000000 | a header of 100000001 bytes; at most 100000000 are allowed.",
        "ffffffffffffffff00 | a header of 18446744073709551615 bytes; at most 100000000 are allowed.",
        "0100000000000000ff | the header is not UTF-8.",
      })
  void refusesTheBytes(String hex, String problem) throws IOException {
    assertRefused(HexFormat.of().parseHex(hex), problem);
  }

  /** Single quotes stand for double ones, X for the members that a tensor of four bytes has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1,'a':2}|the header is malformed at character 7: the name \"a\" stands twice in one"
            + " object.",
        "[]|the header is malformed at character 0: expected '{', found '['.",
        "{'__metadata__':{'a':1}}|__metadata__ must be an object of strings, is {a=1}.",
        "{'__metadata__':'a'}|__metadata__ must be an object of strings, is a.",
        "{'a':7}|tensor \"a\": must be an object of dtype, shape and data_offsets, is 7.",
        "{'a':{'dtype':'F32','shape':[]}}|tensor \"a\": must be an object of dtype, shape and"
            + " data_offsets, is {dtype=F32, shape=[]}.",
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,4]}}|tensor \"a\": dtype F16 is not"
            + " supported, F32 and I32 are.",
        "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,4]}}|tensor \"a\": dtype 32 is not"
            + " supported, F32 and I32 are.",
        "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}|tensor \"a\": shape must be an array"
            + " of integers, is 1.",
        "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}|tensor \"a\": shape must be an"
            + " array of integers, is [1].",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|tensor \"a\": shape [-1] is none:"
            + " sizes must be 0 or more, and their product less than 2³¹.",
        "{'a':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,4]}}|tensor \"a\": shape"
            + " [4294967297] is none: sizes must be 0 or more, and their product less than 2³¹.",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,4]}}|tensor \"a\": shape"
            + " [65536, 65536] is none: sizes must be 0 or more, and their product less than 2³¹.",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[4]}}|tensor \"a\": data_offsets must be a"
            + " begin and an end not below it, are [4].",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[-4,0]}}|tensor \"a\": data_offsets must be"
            + " a begin and an end not below it, are [-4, 0].",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[4,0]}}|tensor \"a\": data_offsets must be a"
            + " begin and an end not below it, are [4, 0].",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|tensor \"a\": (2) FLOAT32 takes 8"
            + " bytes, data_offsets [0, 4] are 4 bytes apart.",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}|tensor \"a\" lies at bytes 0 to 12"
            + " of the data, of which there are 8.",
        "{'a':{X[0,4]},'b':{X[2,6]}}|tensors \"a\" and \"b\" overlap in bytes 2 to 4 of the data.",
        "{'a':{X[4,8]},'b':{X[0,4]},'c':{X[4,8]}}|tensors \"a\" and \"c\" overlap in bytes 4 to 8"
            + " of the data.",
        "{'a':{X[4,8]}}|bytes 0 to 4 of the data belong to no tensor.",
        "{'a':{X[0,4]}}|bytes 4 to 8 of the data belong to no tensor.",
        "{}|bytes 0 to 8 of the data belong to no tensor.",
      })
  void refusesTheHeader(String header, String problem) throws IOException {
    String json = header.replace("X", "'dtype':'F32','shape':[1],'data_offsets':");
    assertRefused(file(json.replace('\'', '"'), "0000000000000000"), problem);
  }

  @Test
  void takesNoMemoryForWhatIsNotThere() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}";
    assertRefused(
        file(header, ""),
        "tensor \"a\" lies at bytes 0 to 8589934588 of the data, of which there are 0.");
  }

  private void assertRefused(byte[] content, String problem) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.write(file, content);
    assertEquals(
        file + ": " + problem,
        assertThrows(SafetensorsException.class, () -> Safetensors.read(file)).getMessage());
  }

  /** A file of this header and this data, in hexadecimal. */
  static byte[] file(String header, String data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] elements = HexFormat.of().parseHex(data);
    return ByteBuffer.allocate(8 + json.length + elements.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(elements)
        .array();
  }
}
