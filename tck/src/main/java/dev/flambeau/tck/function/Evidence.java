package dev.flambeau.tck.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a function returns for all 2³² inputs, as digests written by an oracle with MPFR (sources:
 * {@code tck/src/test/oracle}).
 *
 * <p>Inputs are taken in the order of their bits, results are 32-bit little-endian words, any NaN
 * as 0x7fc00000. Block n is the 2²⁰ inputs from n · 2²⁰.
 *
 * @param sha256 the SHA-256 over all results, 64 hexadecimal digits
 * @param digests for each of the 4,096 blocks the first 8 bytes of its SHA-256, the first byte
 *     highest
 */
public record Evidence(String sha256, List<Long> digests) {

  /** The number of blocks. */
  public static final int BLOCKS = 4096;

  private static final String ALL = "all ";

  /** Copies the list. */
  public Evidence {
    digests = List.copyOf(digests);
  }

  /**
   * The evidence for a function.
   *
   * @param function the function
   * @return what its resource says
   * @throws IllegalStateException if the resource is missing or malformed
   */
  public static Evidence of(ExactFunction function) {
    String name = function.name().toLowerCase(Locale.ROOT) + ".sha256";
    try (InputStream in = Evidence.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "%s: no such resource beside %s", name, Evidence.class.getName()));
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /**
   * A block's digest.
   *
   * @param block 0 to 4095
   * @return the first 8 bytes of the SHA-256 over the block's results, the first byte highest
   * @throws IndexOutOfBoundsException if there is no such block
   */
  public long digest(int block) {
    return digests.get(block);
  }

  static Evidence parse(String name, List<String> lines) {
    String sha256 = "";
    List<Long> digests = new ArrayList<>(BLOCKS);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        continue;
      }
      if (sha256.isEmpty()) {
        check(
            line.startsWith(ALL) && isHex(line.substring(ALL.length()), 64),
            name,
            i,
            line,
            "'all' and 64 hexadecimal digits");
        sha256 = line.substring(ALL.length());
      } else {
        check(isHex(line, 16), name, i, line, "16 hexadecimal digits");
        digests.add(HexFormat.fromHexDigitsToLong(line));
      }
    }
    if (digests.size() != BLOCKS) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s: expected the digests of %d blocks, found %d",
              name,
              BLOCKS,
              digests.size()));
    }
    return new Evidence(sha256, digests);
  }

  private static boolean isHex(String text, int digits) {
    return text.length() == digits && text.chars().allMatch(HexFormat::isHexDigit);
  }

  private static void check(boolean holds, String name, int index, String line, String expected) {
    if (!holds) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s, line %d: expected %s, found '%s'",
              name,
              index + 1,
              expected,
              line));
    }
  }
}
