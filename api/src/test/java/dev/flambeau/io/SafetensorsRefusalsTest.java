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
        "0000000000000000   | the header does not begin with '{'.",
        "0200000000000000207b | the header does not begin with '{'.",
        "04000000000000007b22ff22 | the header is malformed at byte 2: the string is not UTF-8.",
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
        "{'a':{X[0,4]},'a':{X[4,8]}}|the header is malformed at byte 106: the name \"a\" stands"
            + " twice in one object.",
        "{'__metadata__':{},'__metadata__':{}}|the header is malformed at byte 34: the name"
            + " \"__metadata__\" stands twice in one object.",
        "{'__metadata__':{'a':'','a':''}}|the header is malformed at byte 30: the name \"a\" stands"
            + " twice in one object.",
        "{'a':{'dtype':'F32','dtype':'F32'}}|the header is malformed at byte 28: the name \"dtype\""
            + " stands twice in one object.",
        "{'__metadata__':{'a':1}}|the header is malformed at byte 21: expected '\"', found '1'.",
        "{'__metadata__':'a'}|the header is malformed at byte 16: expected '{', found '\"'.",
        "{'a':7}|the header is malformed at byte 5: expected '{', found '7'.",
        "{'a':{'dtype':'F32','shape':[]}}|tensor \"a\": must have dtype, shape and data_offsets.",
        "{'a':{X[0,4],'strides':[1]}}|tensor \"a\": has a member \"strides\" beside dtype, shape and"
            + " data_offsets.",
        "{'a':{'dtype':32}}|the header is malformed at byte 14: expected '\"', found '3'.",
        "{'a':{'shape':1}}|the header is malformed at byte 14: expected '[', found '1'.",
        "{'a':{'shape':['1']}}|the header is malformed at byte 15: expected an integer, found '\"'.",
        "{'a':{'data_offsets':[0,4,8]}}|tensor \"a\": data_offsets has more than 2 numbers.",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|tensor \"a\": shape [-1] is none:"
            + " sizes must be 0 or more.",
        "{'a':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,4]}}|tensor \"a\": F32 of shape"
            + " [4294967297] does not take the 4 bytes from 0 to 4 of its data_offsets.",
        "{'a':{'dtype':'F32','shape':[4611686018427387905],'data_offsets':[0,4]}}|tensor \"a\": F32 of"
            + " shape [4611686018427387905] does not take the 4 bytes from 0 to 4 of its"
            + " data_offsets.",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[4]}}|tensor \"a\": data_offsets must be a"
            + " begin and an end not below it, are [4].",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[-4,0]}}|tensor \"a\": data_offsets must be"
            + " a begin and an end not below it, are [-4, 0].",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[4,0]}}|tensor \"a\": data_offsets must be a"
            + " begin and an end not below it, are [4, 0].",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|tensor \"a\": F32 of shape [2]"
            + " does not take the 4 bytes from 0 to 4 of its data_offsets.",
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
