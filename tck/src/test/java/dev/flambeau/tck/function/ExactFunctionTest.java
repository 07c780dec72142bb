package dev.flambeau.tck.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Unary.Elementary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle in Java against what the one in C with MPFR wrote: two that share nothing. */
class ExactFunctionTest {

  /** So that each of them has evidence and hard cases, which are asked for by function. */
  @Test
  void isThereForEachElementaryOp() {
    assertEquals(
        List.of(ExactFunction.values()),
        Elementary.all().stream().map(ExactFunction::of).sorted().toList());
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithMpfrOnHardCases(ExactFunction function) throws IOException {
    List<String> cases = hardCases(function);
    assertTrue(cases.size() > 300, "only " + cases.size());
    for (String line : cases) {
      int input = Integer.parseUnsignedInt(line.substring(0, 8), 16);
      assertEquals(line, "%08x %08x".formatted(input, function.bits(input)));
    }
  }

  /** Blocks that take no arithmetic, so that they take no time: limits and tiny arguments. */
  @ParameterizedTest
  @CsvSource({
    "EXP, 0",
    "EXP, 4000",
    "COS, 100",
    "COS, 2040",
    "ERF, 1033",
    "ERF, 4000",
    "EXPM1, 100",
    "EXPM1, 4000",
    "LOG, 2047",
    "LOG, 4095",
    "LOG1P, 100",
    "LOG1P, 4000",
    "SIN, 100",
    "SIN, 2800",
    "TANH, 100",
    "TANH, 2900",
    "SIGMOID, 100",
    "SIGMOID, 4000"
  })
  void agreesWithMpfrOnABlock(ExactFunction function, int block) throws NoSuchAlgorithmException {
    ByteBuffer results = ByteBuffer.allocate(4 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 1 << 20; i++) {
      results.putInt(function.bits((block << 20) + i));
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(results.array());
    assertEquals(Evidence.of(function).digest(block), ByteBuffer.wrap(digest).getLong());
  }

  /** Lines of input and output bits, in hexadecimal. */
  static List<String> hardCases(ExactFunction function) throws IOException {
    String name = function.name().toLowerCase(Locale.ROOT) + ".hard";
    try (InputStream in = ExactFunction.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      String text = new String(bytes, StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
