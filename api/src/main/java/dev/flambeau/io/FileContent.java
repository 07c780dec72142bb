package dev.flambeau.io;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** All that a file shall hold, ready on the host: it can be written more than once. */
interface FileContent {
  /** Its length. */
  long bytes();

  void writeTo(FileChannel channel) throws IOException;
}
