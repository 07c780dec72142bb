package dev.flambeau.io;

import dev.flambeau.io.SafetensorsHeader.Entry;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file that is open for reading. Its header is known; a tensor is read when it is
 * asked for, so a file may hold any others, of any type.
 *
 * <p>A file is data and nothing that runs. It is not trusted: all that its header claims is checked
 * against the file before memory is taken for it.
 *
 * <pre>{@code
 * try (SafetensorsFile file = Safetensors.open(path)) {
 *   HostTensor weight = file.read("fc.weight");
 * }
 * }</pre>
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final int LENGTH_BYTES = Safetensors.LENGTH_BYTES;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;

  private SafetensorsFile(
      Path file, FileChannel channel, SafetensorsHeader header, long dataStart) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    this.dataStart = dataStart;
  }

  static SafetensorsFile open(Path file) {
    if (Files.notExists(file)) {
      throw new FileException(file, "there is no such file.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileException(
          file,
          Files.isDirectory(file)
              ? "is a folder; name a file in it."
              : "is no regular file, as which it must be read; copy it to one.");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file);
    } catch (IOException e) {
      throw new FileException(file, "cannot be read", e);
    }
    try {
      return open(file, channel);
    } catch (RuntimeException | Error e) {
      close(file, channel);
      throw e;
    }
  }

  private static SafetensorsFile open(Path file, FileChannel channel) {
    try {
      byte[] text = text(file, channel);
      SafetensorsHeader header = HeaderParser.parse(file, text);
      long dataStart = LENGTH_BYTES + text.length;
      header.checkCoverage(file, channel.size() - dataStart);
      return new SafetensorsFile(file, channel, header, dataStart);
    } catch (IOException e) {
      throw new FileException(file, "cannot be read", e);
    } catch (OutOfMemoryError e) {
      throw new SafetensorsException(
          file, "the heap has no room for the header; give Java more with -Xmx.", e);
    }
  }

  /** The header as it stands in the file. */
  private static byte[] text(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer start = ElementReader.bytes(channel, 0, (int) Math.min(size, ForeignFormat.BYTES));
    if (size < LENGTH_BYTES) {
      throw refusal(
          file,
          start,
          size + " bytes are too short for the header's length, which takes " + LENGTH_BYTES);
    }
    long length = start.getLong(0);
    if (Long.compareUnsigned(length, SafetensorsHeader.MOST_BYTES) > 0) {
      throw refusal(
          file,
          start,
          String.format(
              Locale.ROOT,
              "a header of %s bytes; at most %d are allowed",
              Long.toUnsignedString(length),
              SafetensorsHeader.MOST_BYTES));
    }
    if (length > size - LENGTH_BYTES) {
      throw refusal(
          file,
          start,
          String.format(
              Locale.ROOT,
              "a header of %d bytes is announced, %d bytes follow",
              length,
              size - LENGTH_BYTES));
    }
    if (length == 0 || start.get(LENGTH_BYTES) != '{') {
      throw refusal(file, start, "the header does not begin with '{'");
    }
    return ElementReader.bytes(channel, LENGTH_BYTES, (int) length).array();
  }

  /** Other formats are told by what stands in the header's place. */
  private static SafetensorsException refusal(Path file, ByteBuffer start, String problem) {
    ForeignFormat foreign = ForeignFormat.of(start.array());
    return new SafetensorsException(file, foreign == null ? problem + "." : foreign.advice());
  }

  Path path() {
    return file;
  }

  /** The names of its tensors, in the header's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  /** The free text that stands with the tensors. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * The type of a tensor's elements as the format names it: {@code F32}, {@code BF16}.
   *
   * @throws SafetensorsException if the file has no tensor of this name
   */
  public String dtype(String name) {
    return entry(name).dtype();
  }

  /**
   * The sizes of a tensor's axes.
   *
   * @throws SafetensorsException if the file has no tensor of this name, or one larger than any
   *     tensor can be
   */
  public Shape shape(String name) {
    List<Long> sizes = entry(name).sizes();
    try {
      return Shape.of(sizes.stream().mapToInt(Math::toIntExact).toArray());
    } catch (ShapeMismatchException | ArithmeticException e) {
      throw refusal(name, "has the shape " + sizes + "; a tensor has less than 2³¹ elements", e);
    }
  }

  /**
   * Reads a tensor: F32, F16 and BF16 as FLOAT32, F64 as FLOAT64, integers as INT32, BOOL as BOOL;
   * always the very values.
   *
   * @throws SafetensorsException if the file has no tensor of this name, it is of another type, an
   *     integer does not fit INT32, or the heap has no room
   * @throws FileException if the file cannot be read
   */
  public HostTensor read(String name) {
    return read(name, type(name).dtype());
  }

  /**
   * Reads a tensor as one of a type: F64, F32, F16 and BF16 as FLOAT32 (the nearest, ties to even)
   * or FLOAT64, integers as INT32, BOOL as BOOL.
   *
   * @throws SafetensorsException if the file has no tensor of this name, it is of a type that does
   *     not become this one, an integer does not fit INT32, or the heap has no room
   * @throws FileException if the file cannot be read
   */
  public HostTensor read(String name, DType dtype) {
    Entry entry = entry(name);
    StoredType type = type(name);
    if (!type.becomes(dtype)) {
      throw refusal(name, "is " + type + ", which is not read as " + dtype, null);
    }
    Shape shape = shape(name);
    try {
      return new ElementReader(channel, dataStart + entry.begin(), type).read(shape, dtype);
    } catch (ElementException e) {
      throw refusal(name, e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      long bytes = new TensorType(dtype, shape).bytes();
      throw refusal(
          name, "takes " + bytes + " bytes of the heap, which has no room; see java -Xmx", e);
    } catch (IOException e) {
      throw new FileException(file, "cannot be read", e);
    }
  }

  private Entry entry(String name) {
    Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new SafetensorsException(
          file,
          String.format(
              Locale.ROOT,
              "holds no tensor %s, but %d others.",
              Quoted.text(name),
              names().size()));
    }
    return entry;
  }

  private StoredType type(String name) {
    String dtype = entry(name).dtype();
    StoredType type = StoredType.named(dtype);
    if (type == null) {
      throw refusal(
          name,
          String.format(
              Locale.ROOT,
              "is of the type %s; those that can be read are %s",
              Quoted.text(dtype),
              Arrays.toString(StoredType.values())),
          null);
    }
    return type;
  }

  private SafetensorsException refusal(String name, String problem, @Nullable Throwable cause) {
    return new SafetensorsException(
        file, "tensor " + Quoted.text(name) + " " + problem + ".", cause);
  }

  @Override
  public void close() {
    close(file, channel);
  }

  private static void close(Path file, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new FileException(file, "cannot be closed", e);
    }
  }
}
