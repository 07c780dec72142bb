package dev.flambeau.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header of a safetensors file: where each tensor lies in the data, and of what type it is.
 *
 * @param entries in the header's order, which need not be that of the data
 * @param metadata what stands under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** The bound that the format's own library sets. */
  static final int MOST_BYTES = 100_000_000;

  /**
   * A tensor at the bytes [begin, end) of the data.
   *
   * @param dtype by its name in the file, which can be one that is not read
   */
  record Entry(String dtype, List<Long> sizes, long begin, long end) {
    long bytes() {
      return end - begin;
    }
  }

  /** Every byte of the data must belong to one tensor: no hole, no overlap, nothing behind. */
  void checkCoverage(Path file, long dataBytes) {
    List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
    inOrder.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> named) -> named.getValue().begin)
            .thenComparingLong(named -> named.getValue().end));
    long covered = 0;
    String previous = "";
    for (Map.Entry<String, Entry> named : inOrder) {
      Entry entry = named.getValue();
      String name = named.getKey();
      if (entry.end > dataBytes) {
        throw new SafetensorsException(
            file,
            String.format(
                Locale.ROOT,
                "tensor %s lies at bytes %d to %d of the data, of which there are %d.",
                Quoted.text(name),
                entry.begin,
                entry.end,
                dataBytes));
      }
      if (entry.begin < covered) {
        throw new SafetensorsException(
            file,
            String.format(
                Locale.ROOT,
                "tensors %s and %s overlap in bytes %d to %d of the data.",
                Quoted.text(previous),
                Quoted.text(name),
                entry.begin,
                Math.min(covered, entry.end)));
      }
      checkHole(file, covered, entry.begin);
      covered = entry.end;
      previous = name;
    }
    checkHole(file, covered, dataBytes);
  }

  private static void checkHole(Path file, long from, long to) {
    if (from < to) {
      throw new SafetensorsException(
          file,
          String.format(Locale.ROOT, "bytes %d to %d of the data belong to no tensor.", from, to));
    }
  }
}
