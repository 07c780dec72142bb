package dev.flambeau.data.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What is in gzip data, of one member or many. Unlike Java's own stream it goes from member to
 * member in a loop, so that their number costs no stack, and gives all that comes before an end
 * that is too early.
 *
 * @see "P. Deutsch: GZIP file format specification version 4.3, RFC 1952, 1996"
 */
public final class Gunzip extends InputStream {
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;

  private final InputStream source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private final byte[] buffer = new byte[1 << 14];
  private int position;
  private int limit;
  private boolean atEnd;

  /**
   * Reads the first member's header.
   *
   * @throws ZipException if it is damaged
   * @throws EOFException if it ends early
   */
  public Gunzip(InputStream source) throws IOException {
    this.source = source;
    readHeader(next() | next() << 8);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * @throws ZipException if the data is damaged; nothing more is read then
   * @throws EOFException if it ends early; nothing more is read then
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return readSome(target, offset, length);
    } catch (IOException e) {
      atEnd = true;
      throw e;
    }
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    while (length > 0 && !atEnd) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        sum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        position = limit - inflater.getRemaining();
        readTrailer();
        readNextMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("it asks for a dictionary");
      } else {
        position = limit;
        fill();
        inflater.setInput(buffer, 0, limit);
      }
    }
    return length == 0 ? 0 : -1;
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage() == null ? "invalid block" : e.getMessage());
    }
  }

  private void readHeader(int magic) throws IOException {
    if (magic != MAGIC) {
      throw new ZipException("not gzip data");
    }
    if (next() != DEFLATE) {
      throw new ZipException("unknown compression method");
    }
    int flags = next();
    skip(6); // time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    skip((flags & HEADER_CRC) != 0 ? 2 : 0);
    inflater.setInput(buffer, position, limit - position);
  }

  private void readTrailer() throws IOException {
    long expectedSum = word();
    long expectedLength = word();
    if (expectedSum != sum.getValue()) {
      throw new ZipException("its checksum is another");
    }
    if (expectedLength != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw new ZipException("its length is another");
    }
    sum.reset();
    inflater.reset();
  }

  /** Another member may follow, or zeros up to the end, as tapes have them. */
  private void readNextMember() throws IOException {
    while (position < limit || hasMore()) {
      int value = buffer[position++] & 0xFF;
      if (value != 0) {
        readHeader(value | next() << 8);
        return;
      }
    }
    atEnd = true;
  }

  private boolean hasMore() throws IOException {
    position = 0;
    limit = Math.max(0, source.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private void fill() throws IOException {
    if (!hasMore()) {
      throw new EOFException();
    }
  }

  private int next() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xFF;
  }

  private long word() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // up to the zero that ends it
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
