package dev.flambeau.tck;

import dev.flambeau.tck.Result.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a backend cannot do yet: a text file in its own project, each line a pattern for the names
 * of cases and the reason.
 *
 * <pre>
 * # Until the driver's compiler keeps subnormals.
 * fma*SUBNORMAL*: loses subnormal operands
 * rnn*: no kernel for Less on BOOL yet, which its decomposition needs
 * </pre>
 */
public final class KnownGaps {
  private record Gap(String pattern, String reason) {
    boolean covers(Result result) {
      String regex =
          Arrays.stream(pattern.split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      return result.test().name().matches(regex);
    }
  }

  private final List<Gap> gaps = new ArrayList<>();

  private KnownGaps() {}

  /** Reads a file of gaps. */
  public static KnownGaps read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  /**
   * The gaps in these lines.
   *
   * @throws IllegalArgumentException if a line gives no reason
   */
  public static KnownGaps of(List<String> lines) {
    KnownGaps known = new KnownGaps();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 0 || line.substring(colon + 1).isBlank()) {
        throw new IllegalArgumentException(
            "known gaps: \"" + line + "\" gives no reason. Write \"pattern: reason\".");
      }
      known.gaps.add(new Gap(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
    }
    return known;
  }

  /** The same results, where a failure that is covered by a gap is a known one. */
  public List<Result> excuse(List<Result> results) {
    return results.stream().map(this::excuse).toList();
  }

  private Result excuse(Result result) {
    return gaps.stream()
        .filter(gap -> result.failed() && gap.covers(result))
        .findFirst()
        .map(gap -> new Result(result.test(), Status.KNOWN_GAP, gap.reason()))
        .orElse(result);
  }

  /** Gaps that none of these results needs any more, in words. */
  public List<String> closed(List<Result> results) {
    return gaps.stream()
        .filter(
            gap ->
                results.stream()
                    .noneMatch(result -> result.status() != Status.PASSED && gap.covers(result)))
        .map(gap -> "\"" + gap.pattern() + "\" is a gap no more, take it out: " + gap.reason())
        .toList();
  }
}
