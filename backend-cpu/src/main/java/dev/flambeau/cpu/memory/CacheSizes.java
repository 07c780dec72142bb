package dev.flambeau.cpu.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The caches of one core, in bytes, as Linux tells them; elsewhere those that any processor has.
 *
 * @param first that of data, of the first level
 * @param second that of the second level
 */
public record CacheSizes(long first, long second) {
  private static final CacheSizes SMALLEST = new CacheSizes(32 << 10, 256 << 10);

  /** Those of this machine's first core. */
  public static final CacheSizes OURS = read(Path.of("/sys/devices/system/cpu/cpu0/cache"));

  /** Reads them from a folder that has one for each cache. */
  static CacheSizes read(Path folder) {
    long first = SMALLEST.first;
    long second = SMALLEST.second;
    for (int index = 0; Files.isDirectory(folder.resolve("index" + index)); index++) {
      Path cache = folder.resolve("index" + index);
      try {
        long bytes = bytes(line(cache, "size"));
        String level = line(cache, "level");
        if (level.equals("1") && !line(cache, "type").equals("Instruction")) {
          first = bytes;
        } else if (level.equals("2")) {
          second = bytes;
        }
      } catch (IOException | NumberFormatException e) {
        // A container or a sandbox may hide any of it: then that cache counts as the smallest.
      }
    }
    return new CacheSizes(first, second);
  }

  private static String line(Path cache, String name) throws IOException {
    return Files.readString(cache.resolve(name)).strip();
  }

  /** Such as 48K. */
  private static long bytes(String size) {
    if (!size.matches("[0-9]+[KM]")) {
      throw new NumberFormatException(size);
    }
    int digits = size.length() - 1;
    return Long.parseLong(size.substring(0, digits)) << (size.charAt(digits) == 'K' ? 10 : 20);
  }
}
