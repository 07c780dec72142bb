package dev.flambeau.cli.mnist;

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

  /** The data of a folder; without one, MNIST's own. */
  static ImageClassification read(@Nullable Path folder) throws IOException {
    if (folder != null) {
      return ImageClassification.read(folder);
    }
    URI notice = uri();
    if (!notice.getScheme().equals("jar")) {
      return ImageClassification.read(Path.of(notice).getParent());
    }
    try (FileSystem jar = FileSystems.newFileSystem(notice, Map.of())) {
      return ImageClassification.read(jar.provider().getPath(notice).getParent());
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
