package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that processes with one cache do one at a time. The system gives the lock of a process
 * that dies to the next.
 */
public final class CacheLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheLock.class);

  private static final long PAUSE = 50;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  static CacheLock of(Path file, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            Trust.fileAttributes());
    boolean taken = false;
    try {
      long end = System.nanoTime() + patience.toNanos();
      while (tryLock(channel) == null) {
        if (System.nanoTime() - end > 0) {
          throw new TimeoutException();
        }
        Thread.sleep(PAUSE);
      }
      taken = true;
      return new CacheLock(channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) { // which else would close the channel
      throw new InterruptedException();
    }
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread's of this process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A lock is left to this process's end: {}", e.toString());
    }
  }
}
