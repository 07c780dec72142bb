package dev.flambeau.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Reads what a script of tck/src/test/oracle wrote: lines of a name and numbers. */
public final class TorchNumbers {
  private TorchNumbers() {}

  /** The numbers by their names; those of several lines of one name follow each other. */
  public static Map<String, double[]> read(String file) {
    try (InputStream stream = TorchNumbers.class.getResourceAsStream(file)) {
      Map<String, double[]> all = new LinkedHashMap<>();
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(words -> all.merge(words[0], numbers(words), TorchNumbers::joined));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String[] words) {
    return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private static double[] joined(double[] some, double[] more) {
    return DoubleStream.concat(Arrays.stream(some), Arrays.stream(more)).toArray();
  }
}
