package dev.flambeau.opencl.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An entry as it lies in its file: a magic word, a checksum of the rest, the key, the content. What
 * a disk, a killed process or another program did to it shows here, and not in a driver, some of
 * which crash on a damaged binary.
 *
 * <p>Every start reads entries, and to get its digests ready a new JVM takes some 15 ms: so a
 * file's name is a short hash of the key, and the key in it decides. Of two keys with one name the
 * last one stays.
 */
final class Entry {
  /** Names the format as well: another one has another last letter. */
  private static final byte[] MAGIC = "flambea2".getBytes(StandardCharsets.US_ASCII);

  private static final int BODY = MAGIC.length + Integer.BYTES;

  private Entry() {}

  /** The file's bytes. */
  static byte[] encode(String key, byte[] content) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(BODY + Integer.BYTES + text.length + content.length);
    file.position(BODY);
    file.putInt(text.length).put(text).put(content);
    return file.put(0, MAGIC).putInt(MAGIC.length, checksum(file.array(), BODY)).array();
  }

  /** The content; empty if these are not the bytes that were written for this key. */
  static Optional<byte[]> decode(String key, byte[] file) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    int start = BODY + Integer.BYTES + text.length;
    if (file.length < start || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(file);
    boolean isOurs =
        bytes.getInt(MAGIC.length) == checksum(file, BODY)
            && bytes.getInt(BODY) == text.length
            && Arrays.equals(file, BODY + Integer.BYTES, start, text, 0, text.length);
    return isOurs ? Optional.of(Arrays.copyOfRange(file, start, file.length)) : Optional.empty();
  }

  /** The file's name: a key may be long, and hold anything. */
  static String fileName(String key) {
    int sum = checksum(key.getBytes(StandardCharsets.UTF_8), 0);
    return Integer.toHexString(key.hashCode()) + "-" + Integer.toHexString(sum);
  }

  /** Whether a file has such a name: what has another is none of ours. */
  static boolean isFileName(String name) {
    String[] parts = name.split("-", -1);
    return parts.length == 2 && isHexadecimal(parts[0]) && isHexadecimal(parts[1]);
  }

  private static boolean isHexadecimal(String text) {
    return !text.isEmpty()
        && text.length() <= 8
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, bytes.length - from);
    return (int) sum.getValue();
  }
}
