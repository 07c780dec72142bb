package dev.flambeau.images.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.images.Picture;
import dev.flambeau.op.Philox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What PyTorch makes of the same pictures, and random numbers by a second implementation: written
 * by tck/src/test/oracle/pictures.py.
 */
class TorchPicturesTest {
  private static final Draws NONE = Draws.of(0, 0, 0, 0);

  private static List<String[]> lines(String kind) {
    try (InputStream file = TorchPicturesTest.class.getResourceAsStream("pictures.txt")) {
      String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      List<String[]> lines =
          text.lines().map(line -> line.split(" ")).filter(line -> line[0].equals(kind)).toList();
      assertTrue(lines.size() >= 3, kind);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int whole(String[] line, int place) {
    return Integer.parseInt(line[place]);
  }

  private static Picture picture(String[] line, int levels) {
    byte[] bytes = HexFormat.of().parseHex(line[levels]);
    return new Picture(bytes, whole(line, 1), whole(line, 2), whole(line, 3));
  }

  /** Each level is the number rounded; one that stands at a half may go either way. */
  private static void assertNear(double tolerance, String[] line, int from, Picture found) {
    assertEquals(line.length - from, found.bytes().length);
    for (int i = 0; i < found.bytes().length; i++) {
      double expected = Double.parseDouble(line[from + i]);
      int level = found.bytes()[i] & 0xFF;
      assertEquals(expected, level, 0.5 + tolerance, line[0] + " at " + i);
    }
  }

  @Test
  void resizesAsInterpolateDoes() {
    for (String[] line : lines("resize")) {
      Picture resized = new Resize(whole(line, 4), whole(line, 5)).apply(picture(line, 6), NONE);
      assertEquals(whole(line, 4), resized.height());
      assertNear(1e-4, line, 7, resized);
    }
  }

  @Test
  void rotatesAsGridSampleDoes() {
    for (String[] line : lines("rotate")) {
      double degrees = Double.parseDouble(line[4]);
      Picture rotated = new RandomRotation(degrees, degrees).apply(picture(line, 5), NONE);
      assertNear(0.02, line, 6, rotated); // angles are rounded to 16 bits
    }
  }

  @Test
  void normalizesToTheSameBits() {
    for (String[] line : lines("normalize")) {
      int channels = whole(line, 1);
      Normalize normalize = new Normalize(floats(line[2]), floats(line[3]));
      byte[] bytes = HexFormat.of().parseHex(line[4]);
      float[] found = normalize.tensor(new Picture(bytes, 16, 16, channels)).values();
      float[] expected = new float[found.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(line[5 + i], 16));
      }
      assertArrayEquals(expected, found);
    }
  }

  private static float[] floats(String listed) {
    List<Float> values = Arrays.stream(listed.split(",")).map(Float::parseFloat).toList();
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  @Test
  void drawsAsTheContractSays() {
    for (String[] line : lines("draws")) {
      Draws uniforms = draws(line);
      Draws below = draws(line);
      for (int i = 5; i < line.length; i++) {
        int word = Integer.parseUnsignedInt(line[i], 16);
        assertEquals(Philox.toUniform(word), uniforms.uniform());
        assertEquals((int) (Integer.toUnsignedLong(word) * 1000 >>> 32), below.below(1000));
      }
    }
  }

  private static Draws draws(String[] line) {
    return Draws.of(Long.parseLong(line[1]), whole(line, 2), whole(line, 3), whole(line, 4));
  }
}
