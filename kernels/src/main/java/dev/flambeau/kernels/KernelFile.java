package dev.flambeau.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kernel sources in the order in which they are compiled: the preludes, then the families. */
public enum KernelFile {
  NUMERICS(""),
  FUNCTIONS_SLOW(""),
  FUNCTIONS_PAIRS(""),
  FUNCTIONS_DOUBLES(""),
  FUNCTIONS(""),
  ELEMENTWISE(""),
  INDEXING(""),
  UNARY("unary_", "neg", "abs", "exp", "log", "sqrt", "relu", "sigmoid", "tanh"),
  BINARY(
      "binary_",
      "add",
      "add_strided",
      "sub",
      "sub_strided",
      "mul",
      "mul_strided",
      "div",
      "div_strided"),
  COMPARE(
      "compare_",
      "equal_float",
      "equal_int",
      "equal_uchar",
      "not_equal_float",
      "not_equal_int",
      "not_equal_uchar",
      "less_float",
      "less_int",
      "less_uchar",
      "less_equal_float",
      "less_equal_int",
      "less_equal_uchar"),
  TERNARY("ternary_", "where_uint", "where_uchar", "fma"),
  CONTRACTION("matmul_", "elements", "pack", "tiles"),
  MATMUL_GROUPS("matmul_groups_", "tiles", "add_leaves"),
  REDUCTION("reduction_", "sum_lanes", "sum_serial", "max", "argmax"),
  MOVEMENT(
      "movement_",
      "copy_uint",
      "copy_uchar",
      "gather_uint",
      "gather_uchar",
      "scatter_uint",
      "scatter_uchar"),
  CONVERSION(
      "conversion_",
      "float_to_int",
      "float_to_uchar",
      "int_to_float",
      "int_to_uchar",
      "uchar_to_float",
      "uchar_to_int",
      "one_hot"),
  FILL("fill_", "uint", "uchar", "few"),
  RECURRENT("recurrent_", "forward", "backward", "tiles_forward", "tiles_backward"),
  PROBE("probe_", "arithmetic", "rounds");

  private final List<String> kernels;

  KernelFile(String prefix, String... names) {
    this.kernels = Arrays.stream(names).map(prefix::concat).toList();
  }

  /** The file's name. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".cl";
  }

  /** The names of its entry points. */
  public List<String> kernels() {
    return kernels;
  }

  /** Its text, read once. */
  public String text() {
    return Texts.READ.computeIfAbsent(this, KernelFile::read);
  }

  private static final class Texts {
    static final Map<KernelFile, String> READ = new ConcurrentHashMap<>();
  }

  private String read() {
    try (InputStream stream = KernelFile.class.getResourceAsStream(fileName())) {
      if (stream == null) {
        throw new IllegalStateException(fileName() + " is missing from the kernels' jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
