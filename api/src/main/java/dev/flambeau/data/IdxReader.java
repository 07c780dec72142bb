package dev.flambeau.data;

import dev.flambeau.data.gzip.Gunzip;
import dev.flambeau.op.Shape;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * An IDX file that is being read: its header when it is opened, so that what it announces can be
 * checked before there is memory for it, and its elements once, into the array that they stay in.
 */
final class IdxReader implements Closeable {
  private static final int GZIP_MAGIC = 0x1F8B;

  /** Deflate makes at most 258 bytes of 2 bits. */
  private static final long MOST_INFLATION = 1032;

  /** How far damage is looked for behind what seems wrong: less than a second. */
  private static final long MOST_SEARCHED = 1 << 28;

  private static final int CHUNK = 1 << 16;
  private static final long UNKNOWN = -1;

  private final String name;
  private final InputStream content;
  private final @Nullable Gunzip gzip;
  private final IdxHeader header;

  private IdxReader(InputStream stream, String name, long size) throws IOException {
    this.name = name;
    this.gzip = isZipped(stream) ? gunzip(stream, name) : null;
    this.content = gzip == null ? stream : gzip;
    this.header = check(() -> header(size));
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws DatasetException if it is a folder, or not an IDX file of unsigned bytes, whole and
   *     without more behind it
   */
  static IdxReader open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DatasetException(file + " is a folder; an IDX file was expected.");
    }
    long size = Files.isRegularFile(file) ? Files.size(file) : UNKNOWN;
    InputStream stream = new BufferedInputStream(Files.newInputStream(file), CHUNK);
    try {
      return new IdxReader(stream, file.toString(), size);
    } catch (IOException | RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  /** IDX begins with zeros, so the first two bytes tell whether it is compressed. */
  private static boolean isZipped(InputStream stream) throws IOException {
    stream.mark(2);
    int magic = stream.read() << 8 | stream.read();
    stream.reset();
    return magic == GZIP_MAGIC;
  }

  private static Gunzip gunzip(InputStream stream, String name) throws IOException {
    try {
      return new Gunzip(stream);
    } catch (ZipException e) {
      throw damaged(name, e);
    } catch (EOFException e) {
      throw cutOff(name, e);
    }
  }

  private IdxHeader header(long size) throws IOException {
    IdxHeader read = IdxHeader.read(content, name);
    if (size != UNKNOWN && gzip == null && size < read.fileBytes()) {
      throw IdxHeader.truncated(name, read.fileBytes(), size);
    }
    if (size != UNKNOWN && gzip == null && size > read.fileBytes()) {
      throw more(read);
    }
    if (size != UNKNOWN && read.fileBytes() / MOST_INFLATION > size) {
      throw new DatasetException(
          name
              + ": its header, of shape "
              + read.shape()
              + ", announces "
              + read.fileBytes()
              + " bytes, more than "
              + size
              + " bytes of gzip data can hold.");
    }
    return read;
  }

  String name() {
    return name;
  }

  Shape shape() {
    return header.shape();
  }

  /** The elements, unsigned. */
  byte[] bytes() throws IOException {
    byte[] all = allocate(byte[]::new, Byte.BYTES);
    read((chunk, count, from) -> System.arraycopy(chunk, 0, all, from, count));
    return all;
  }

  /** The elements as numbers from 0 to 255. */
  int[] integers() throws IOException {
    int[] all = allocate(int[]::new, Integer.BYTES);
    read(
        (chunk, count, from) -> {
          for (int i = 0; i < count; i++) {
            all[from + i] = Byte.toUnsignedInt(chunk[i]);
          }
        });
    return all;
  }

  /** The elements divided by 255: numbers from 0 to 1. */
  float[] fractions() throws IOException {
    float[] all = allocate(float[]::new, Float.BYTES);
    read(
        (chunk, count, from) -> {
          for (int i = 0; i < count; i++) {
            all[from + i] = Byte.toUnsignedInt(chunk[i]) / 255f;
          }
        });
    return all;
  }

  private <T> T allocate(IntFunction<T> array, int elementBytes) {
    try {
      return array.apply(shape().elements());
    } catch (OutOfMemoryError e) {
      throw new DatasetException(
          name
              + ": no room for "
              + (long) elementBytes * shape().elements()
              + " bytes on Java's heap, which may grow to "
              + Runtime.getRuntime().maxMemory()
              + ". Give Java more with -Xmx.",
          e);
    }
  }

  /** Takes elements as they come. */
  private interface Sink {
    void take(byte[] chunk, int count, int from);
  }

  private interface Reading {
    IdxHeader read() throws IOException;
  }

  private void read(Sink sink) throws IOException {
    check(
        () -> {
          copy(sink);
          return header;
        });
  }

  private void copy(Sink sink) throws IOException {
    int elements = shape().elements();
    byte[] chunk = new byte[Math.min(elements, CHUNK)];
    int done = 0;
    while (done < elements) {
      int count = some(chunk, Math.min(chunk.length, elements - done));
      if (count < 0) {
        throw IdxHeader.truncated(name, header.fileBytes(), header.bytes() + done);
      }
      sink.take(chunk, count, done);
      done += count;
    }
    if (content.read() >= 0) {
      throw more(header);
    }
  }

  /** A gzip stream that is cut off ends where it is cut, when all before has been taken. */
  private int some(byte[] chunk, int most) throws IOException {
    try {
      return content.read(chunk, 0, most);
    } catch (EOFException e) {
      return -1;
    }
  }

  private DatasetException more(IdxHeader read) {
    return new DatasetException(
        name
            + ": more bytes follow the "
            + read.fileBytes()
            + " that its header, of shape "
            + read.shape()
            + ", announces.");
  }

  /**
   * Reads, and says of a content that seems wrong whether the compression is, which comes first.
   */
  private IdxHeader check(Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (ZipException e) {
      throw damaged(name, e);
    } catch (EOFException e) {
      throw cutOff(name, e);
    } catch (DatasetException e) {
      ZipException damage = damage();
      throw damage == null ? e : damaged(name, damage);
    }
  }

  private @Nullable ZipException damage() throws IOException {
    if (gzip == null) {
      return null;
    }
    byte[] chunk = new byte[CHUNK];
    try {
      long searched = 0;
      int count = 0;
      while (searched < MOST_SEARCHED && count >= 0) {
        count = gzip.read(chunk, 0, chunk.length);
        searched += count;
      }
    } catch (ZipException e) {
      return e;
    } catch (EOFException e) {
      // It is cut off: what is wrong may be so for that, and has been said.
    }
    return null;
  }

  private static DatasetException damaged(String name, ZipException cause) {
    return new DatasetException(
        name + ": the gzip data is damaged: " + cause.getMessage() + ".", cause);
  }

  private static DatasetException cutOff(String name, EOFException cause) {
    return new DatasetException(name + ": the gzip data ends early.", cause);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
