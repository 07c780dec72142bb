package dev.flambeau.opencl.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's tuned tiles lie: {@code tuned} in {@code -Dflambeau.cache} (empty or {@code
 * off}: nowhere), else in {@code flambeau} in the environment's {@code XDG_CACHE_HOME}, else in
 * {@code .cache/flambeau} in the user's home.
 */
final class TunedFolder {
  private TunedFolder() {}

  static Optional<Path> find() {
    return find(
        System.getProperty("flambeau.cache"), System.getenv(), System.getProperty("user.home", ""));
  }

  static Optional<Path> find(
      @Nullable String property, Map<String, String> environment, String home) {
    if (property != null) {
      return property.isEmpty() || property.equals("off")
          ? Optional.empty()
          : Optional.of(Path.of(property, "tuned"));
    }
    Path base = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (!base.isAbsolute()) { // then it is to be ignored, says the XDG base directory specification
      base = Path.of(home, ".cache");
    }
    return base.isAbsolute() ? Optional.of(base.resolve("flambeau/tuned")) : Optional.empty();
  }
}
