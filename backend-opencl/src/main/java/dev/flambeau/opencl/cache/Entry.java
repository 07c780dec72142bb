package dev.flambeau.opencl.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An entry as it lies in its file: a magic word, a digest of key and content, the content. What a
 * disk, a killed process or another program did to it shows here, and not in a driver, some of
 * which crash on a damaged binary.
 */
final class Entry {
  /** Names the format as well: another one has another last letter. */
  private static final byte[] MAGIC = "flambea1".getBytes(StandardCharsets.US_ASCII);

  private static final int DIGEST = 32;

  private Entry() {}

  /** The file's bytes. */
  static byte[] encode(String key, byte[] content) {
    return ByteBuffer.allocate(MAGIC.length + DIGEST + content.length)
        .put(MAGIC)
        .put(digest(key, content))
        .put(content)
        .array();
  }

  /** The content; empty if these are not the bytes that were written for this key. */
  static Optional<byte[]> decode(String key, byte[] file) {
    int start = MAGIC.length + DIGEST;
    if (file.length < start || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(file, start, file.length);
    byte[] expected = Arrays.copyOfRange(file, MAGIC.length, start);
    return Arrays.equals(digest(key, content), expected) ? Optional.of(content) : Optional.empty();
  }

  /** The file's name: a key may be long, and hold anything. */
  static String fileName(String key) {
    return HexFormat.of().formatHex(digest(key, new byte[0]));
  }

  private static byte[] digest(String key, byte[] content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
      sha.update(text);
      return sha.digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
