package dev.flambeau.io;

import dev.flambeau.io.SafetensorsHeader.Entry;
import dev.flambeau.op.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Named tensors in the safetensors format, which PyTorch, JAX and others read and write: 8 bytes of
 * header length, little-endian; a header in JSON; the elements, little-endian, row-major, one
 * tensor after the other without holes.
 *
 * <p>A file is data and nothing that runs. It is not trusted: all that its header claims is checked
 * against the file before memory is taken for it.
 *
 * @param tensors by name, in the order of the header
 * @param metadata free text by name
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public record Safetensors(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  /** The bound that the format's own library sets. */
  private static final int MOST_HEADER_BYTES = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int CHUNK_BYTES = 1 << 16;

  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Tensors without metadata. */
  public Safetensors(Map<String, StoredTensor> tensors) {
    this(tensors, Map.of());
  }

  /**
   * Writes a file, or replaces it: all of it or, if anything fails, nothing. Tensors lie in the
   * order of the map. Any NaN is written as 0x7fc00000.
   *
   * @throws SafetensorsException if a tensor has the name {@code __metadata__}, a name is not valid
   *     Unicode, or the header would be longer than 100 MB
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    ByteBuffer header = header(file);
    // In the same folder, since a move is atomic within one file system only.
    Path partial =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      try (FileChannel channel =
          FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        drain(header, channel);
        ByteBuffer chunk = littleEndian(CHUNK_BYTES);
        for (StoredTensor tensor : tensors.values()) {
          write(tensor, chunk, channel);
        }
        // Before the move, or a crash could leave the new name with none of the content.
        channel.force(true);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Length and header, padded with spaces so that the data begins at a multiple of 8 bytes. */
  private ByteBuffer header(Path file) {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new SafetensorsException(
          file, "a tensor cannot have the name " + SafetensorsHeader.METADATA + ".");
    }
    String text = SafetensorsHeader.of(tensors, metadata).text();
    ByteBuffer json;
    try {
      json = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(
          file, "a name or a text of the metadata holds half of a surrogate pair.", e);
    }
    int length = (json.remaining() + 7) / 8 * 8;
    checkHeaderLength(file, length);
    ByteBuffer header = littleEndian(LENGTH_BYTES + length).putLong(length).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void write(StoredTensor tensor, ByteBuffer chunk, FileChannel channel)
      throws IOException {
    int count = tensor.type().elements();
    for (int i = 0; i < count; ) {
      chunk.clear();
      for (; i < count && chunk.hasRemaining(); i++) {
        chunk.putInt(tensor.bits(i));
      }
      drain(chunk.flip(), channel);
    }
  }

  private static void drain(ByteBuffer bytes, FileChannel channel) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a file of FLOAT32 and INT32 tensors.
   *
   * @throws SafetensorsException if the file breaks the format or holds other types
   * @throws IOException if it cannot be read
   */
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new Reader(file, channel).read();
    }
  }

  private static void checkHeaderLength(Path file, long length) {
    if (Long.compareUnsigned(length, MOST_HEADER_BYTES) > 0) {
      throw new SafetensorsException(
          file,
          "a header of %s bytes; at most %d are allowed."
              .formatted(Long.toUnsignedString(length), MOST_HEADER_BYTES));
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private interface BitsConsumer {
    void accept(int index, int bits);
  }

  private record Reader(Path file, FileChannel channel) {

    Safetensors read() throws IOException {
      long size = channel.size();
      if (size < LENGTH_BYTES) {
        throw new SafetensorsException(
            file, "%d bytes are too short for the header's length, which takes 8.".formatted(size));
      }
      long length = fill(littleEndian(LENGTH_BYTES), 0).getLong();
      checkHeaderLength(file, length);
      long dataStart = LENGTH_BYTES + length;
      if (dataStart > size) {
        throw new SafetensorsException(
            file,
            "a header of %d bytes is announced, %d bytes follow."
                .formatted(length, size - LENGTH_BYTES));
      }
      String text = text(fill(littleEndian((int) length), LENGTH_BYTES));
      SafetensorsHeader header = SafetensorsHeader.parse(file, text, size - dataStart);
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      ByteBuffer chunk = littleEndian(CHUNK_BYTES);
      for (var entry : header.entries().entrySet()) {
        tensors.put(entry.getKey(), tensor(entry.getValue(), dataStart, chunk));
      }
      return new Safetensors(tensors, header.metadata());
    }

    private String text(ByteBuffer bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      } catch (CharacterCodingException e) {
        throw new SafetensorsException(file, "the header is not UTF-8.", e);
      }
    }

    private StoredTensor tensor(Entry entry, long dataStart, ByteBuffer chunk) throws IOException {
      int count = entry.type().elements();
      long start = dataStart + entry.begin();
      if (entry.type().dtype() == DType.INT32) {
        int[] values = new int[count];
        forEach(count, start, chunk, (i, bits) -> values[i] = bits);
        return new StoredTensor.Ints(entry.type().shape(), values);
      }
      float[] values = new float[count];
      forEach(count, start, chunk, (i, bits) -> values[i] = Float.intBitsToFloat(bits));
      return new StoredTensor.Floats(entry.type().shape(), values);
    }

    private void forEach(int count, long start, ByteBuffer chunk, BitsConsumer consumer)
        throws IOException {
      for (int i = 0; i < count; ) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), 4L * (count - i)));
        fill(chunk, start + 4L * i);
        for (; chunk.hasRemaining(); i++) {
          consumer.accept(i, chunk.getInt());
        }
      }
    }

    private ByteBuffer fill(ByteBuffer bytes, long start) throws IOException {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, start + bytes.position()) < 0) {
          throw new SafetensorsException(file, "the file became shorter while it was read.");
        }
      }
      return bytes.flip();
    }
  }
}
