package dev.flambeau.io;

import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.HostTensor.Booleans;
import dev.flambeau.tensor.HostTensor.Doubles;
import dev.flambeau.tensor.HostTensor.Floats;
import dev.flambeau.tensor.HostTensor.Ints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Named tensors in the safetensors format, which PyTorch, JAX and others read and write: 8 bytes of
 * header length, little-endian; a header in JSON; the elements, little-endian, row-major, one
 * tensor after the other without holes.
 *
 * <p>This is all that a file holds, in memory; {@link #open} reads of a file what is asked for.
 *
 * @param tensors by name, in the order of the header
 * @param metadata free text by name
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public record Safetensors(Map<String, HostTensor> tensors, Map<String, String> metadata) {
  static final int LENGTH_BYTES = 8;
  static final int CHUNK_BYTES = 1 << 16;

  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Tensors without metadata. */
  public Safetensors(Map<String, HostTensor> tensors) {
    this(tensors, Map.of());
  }

  /**
   * Opens a file: its header is read and checked, its tensors are read when asked for.
   *
   * @throws SafetensorsException if the file breaks the format
   * @throws FileException if it cannot be read
   */
  public static SafetensorsFile open(Path file) {
    return SafetensorsFile.open(file);
  }

  /**
   * Reads the whole of a file, its tensors as {@link SafetensorsFile#read(String)}.
   *
   * @throws SafetensorsException if the file breaks the format, or holds a tensor that cannot be
   *     read
   * @throws FileException if it cannot be read
   */
  public static Safetensors read(Path file) {
    try (SafetensorsFile opened = open(file)) {
      Map<String, HostTensor> tensors = new LinkedHashMap<>();
      opened.names().forEach(name -> tensors.put(name, opened.read(name)));
      return new Safetensors(tensors, opened.metadata());
    }
  }

  /**
   * Writes a file, or replaces it: all of it or, if anything fails, nothing. Symbolic links are
   * followed, a file's mode stays, a pipe or device is written through. A file that cannot be
   * replaced, as a single one that is mounted, is written in place: a crash can then leave it
   * incomplete. Any NaN is written as 0x7fc00000, or the like of FLOAT64.
   *
   * @throws SafetensorsException if a tensor has the name {@code __metadata__}, a name is not valid
   *     Unicode, or the header would be longer than 100 MB
   * @throws FileException if it cannot be written
   */
  public void write(Path file) {
    ByteBuffer header = header(file);
    long bytes = header.remaining();
    for (HostTensor tensor : tensors.values()) {
      bytes += tensor.type().bytes();
    }
    SaveTarget.of(file).write(new Content(bytes, header.asReadOnlyBuffer()));
  }

  /** Length and header, padded with spaces so that the data begins at a multiple of 8 bytes. */
  private ByteBuffer header(Path file) {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new SafetensorsException(
          file, "a tensor cannot have the name " + SafetensorsHeader.METADATA + ".");
    }
    if (metadata.containsKey(null) || metadata.containsValue(null)) {
      throw new SafetensorsException(file, "names and texts of the metadata cannot be null.");
    }
    String text = HeaderText.json(HeaderText.layout(tensors, metadata));
    ByteBuffer json;
    try {
      json = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(
          file, "a name or a text of the metadata holds half of a surrogate pair.", e);
    }
    int length = (json.remaining() + 7) / 8 * 8;
    if (length > SafetensorsHeader.MOST_BYTES) {
      throw new SafetensorsException(
          file,
          String.format(
              Locale.ROOT,
              "a header of %d bytes; at most %d are allowed.",
              length,
              SafetensorsHeader.MOST_BYTES));
    }
    ByteBuffer header = littleEndian(LENGTH_BYTES + length).putLong(length).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private final class Content implements FileContent {
    private final long bytes;
    private final ByteBuffer header;

    Content(long bytes, ByteBuffer header) {
      this.bytes = bytes;
      this.header = header;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void writeTo(FileChannel channel) throws IOException {
      drain(header.duplicate(), channel);
      ByteBuffer chunk = littleEndian(CHUNK_BYTES);
      for (String name : HeaderText.inData(tensors)) {
        write(tensors.get(name), chunk, channel);
      }
    }

    private void write(HostTensor tensor, ByteBuffer chunk, FileChannel channel)
        throws IOException {
      int count = tensor.shape().elements();
      int most = CHUNK_BYTES / tensor.dtype().bytes();
      for (int from = 0; from < count; ) {
        int to = from + Math.min(most, count - from);
        put(tensor, from, to, chunk.clear());
        drain(chunk.flip(), channel);
        from = to;
      }
    }

    private void drain(ByteBuffer from, FileChannel channel) throws IOException {
      while (from.hasRemaining()) {
        channel.write(from);
      }
    }
  }

  /** Puts elements [from, to); conversions to bits that are not raw make every NaN one. */
  private static void put(HostTensor tensor, int from, int to, ByteBuffer chunk) {
    for (int i = from; i < to; i++) {
      if (tensor instanceof Floats floats) {
        chunk.putInt(Float.floatToIntBits(floats.values()[i]));
      } else if (tensor instanceof Doubles doubles) {
        chunk.putLong(Double.doubleToLongBits(doubles.values()[i]));
      } else if (tensor instanceof Ints ints) {
        chunk.putInt(ints.values()[i]);
      } else if (tensor instanceof Booleans booleans) {
        chunk.put((byte) (booleans.values()[i] ? 1 : 0));
      }
    }
  }
}
