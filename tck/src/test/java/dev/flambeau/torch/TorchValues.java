package dev.flambeau.torch;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads tensor_cases.txt: a line {@code == name}, then its runs, an empty line between two. A run
 * is {@code in NAME TYPE (SHAPE): values} for each input, {@code out}, and where PyTorch has
 * gradients {@code weights} and {@code grad NAME}, or {@code grad NAME none}.
 */
final class TorchValues {
  private static final Pattern TENSOR = Pattern.compile("(\\w+) \\(([^)]*)\\):(.*)");

  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private final Map<String, HostTensor> inputs = new LinkedHashMap<>();
  private final Map<String, Optional<HostTensor>> gradients = new LinkedHashMap<>();
  private Optional<HostTensor> output = Optional.empty();
  private Optional<HostTensor> weights = Optional.empty();
  private String name = "";

  private TorchValues() {}

  /** Every line's runs. */
  static Map<String, List<Run>> read() {
    try (InputStream file = TorchValues.class.getResourceAsStream("tensor_cases.txt")) {
      TorchValues values = new TorchValues();
      new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(values::line);
      values.endRun();
      return values.runs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "" -> endRun();
      case "#" -> {}
      case "==" -> name = line.substring(3);
      case "in" -> inputs.put(words[1], tensor(words[2]));
      case "out" -> output = Optional.of(tensor(line.substring(4)));
      case "weights" -> weights = Optional.of(tensor(line.substring(8)));
      case "grad" ->
          gradients.put(
              words[1], words[2].equals("none") ? Optional.empty() : Optional.of(tensor(words[2])));
      default -> throw new IllegalStateException("no line of tensor_cases.txt: " + line);
    }
  }

  private void endRun() {
    if (output.isPresent()) {
      Run run =
          new Run(
              new LinkedHashMap<>(inputs), output.get(), weights, new LinkedHashMap<>(gradients));
      runs.computeIfAbsent(name, unused -> new ArrayList<>()).add(run);
    }
    inputs.clear();
    gradients.clear();
    output = Optional.empty();
    weights = Optional.empty();
  }

  private static HostTensor tensor(String text) {
    Matcher tensor = TENSOR.matcher(text);
    if (!tensor.matches()) {
      throw new IllegalStateException("no tensor: " + text);
    }
    int[] shape = numbers(tensor.group(2).split(", *"));
    int count = Shape.of(shape).elements();
    String[] values = tensor.group(3).strip().split(" ");
    return switch (DType.valueOf(tensor.group(1))) {
      case FLOAT32 -> HostTensor.of(floats(values, count), shape);
      case FLOAT64 -> HostTensor.of(doubles(values, count), shape);
      case INT32 -> HostTensor.of(numbers(values), shape);
      case BOOL -> HostTensor.of(booleans(values, count), shape);
    };
  }

  /** Whole numbers; none where the text is empty. */
  private static int[] numbers(String[] words) {
    return words[0].isEmpty()
        ? new int[0]
        : List.of(words).stream().mapToInt(Integer::parseInt).toArray();
  }

  private static float[] floats(String[] words, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.parseFloat(javaName(words[i]));
    }
    return values;
  }

  private static double[] doubles(String[] words, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Double.parseDouble(javaName(words[i]));
    }
    return values;
  }

  private static boolean[] booleans(String[] words, int count) {
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = Boolean.parseBoolean(words[i]);
    }
    return values;
  }

  /** Python writes {@code nan} and {@code inf}. */
  private static String javaName(String number) {
    return number.replace("nan", "NaN").replace("inf", "Infinity");
  }
}
