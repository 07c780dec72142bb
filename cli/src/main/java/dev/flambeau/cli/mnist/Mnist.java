package dev.flambeau.cli.mnist;

import dev.flambeau.data.Dataset;
import dev.flambeau.data.ImageClassification;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The MNIST data, which lie beside this class, and others of their form. */
final class Mnist {
  private Mnist() {}

  private interface Reader<T> {
    T read(Path folder) throws IOException;
  }

  /** The data of a folder; without one, MNIST's own. */
  static ImageClassification read(@Nullable Path folder) throws IOException {
    return folder == null ? own(ImageClassification::read) : ImageClassification.read(folder);
  }

  /** MNIST's own test set. */
  static Dataset test() throws IOException {
    return own(ImageClassification::readTest);
  }

  private static <T> T own(Reader<T> reader) throws IOException {
    URI notice = uri();
    if (!notice.getScheme().equals("jar")) {
      return reader.read(Path.of(notice).getParent());
    }
    try (FileSystem jar = FileSystems.newFileSystem(notice, Map.of())) {
      return reader.read(jar.provider().getPath(notice).getParent());
    }
  }

  private static URI uri() {
    try {
      return Objects.requireNonNull(Mnist.class.getResource("NOTICE")).toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
