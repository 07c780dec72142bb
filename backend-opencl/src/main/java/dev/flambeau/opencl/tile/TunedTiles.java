package dev.flambeau.opencl.tile;

import dev.flambeau.opencl.cache.AtomicFile;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tiles that are known to be best on a device: the user's, who has tuned it, else those that
 * are shipped for it. What is damaged, or for another driver, is left out, and one line of the log
 * says so.
 */
public final class TunedTiles {
  private static final Logger LOG = LoggerFactory.getLogger(TunedTiles.class);

  private TunedTiles() {}

  public static Optional<TileSet> of(Session session) {
    return user(session.device())
        .or(() -> shipped(session.device()))
        .filter(tiles -> suits(tiles, session));
  }

  /** Tiles of the other class of kernels do not, when that is forced. */
  private static boolean suits(TileSet tiles, Session session) {
    long local = session.device().localMemoryBytes();
    return session.isCpu() == tiles.groups().isEmpty()
        && tiles.groups().stream().allMatch(tile -> tile.localBytes() <= local);
  }

  private static Optional<TileSet> user(OpenClDevice device) {
    Optional<Path> folder = folder();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve(TileFile.name(device));
    try {
      TileFile tuned = TileFile.parse(Files.readString(file));
      if (!tuned.isFor(device) || !tuned.driver().equals(device.driverVersion())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "it is for %s with driver %s, not %s",
                tuned.device(),
                tuned.driver(),
                device.driverVersion()));
      }
      return Optional.of(tuned.products());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "{} is left out: {}. Make it anew: ./flambeau tune --device {}",
          file,
          e instanceof IOException ? e.toString() : e.getMessage(),
          device.info().name());
      return Optional.empty();
    }
  }

  private static Optional<TileSet> shipped(OpenClDevice device) {
    try (InputStream stream = TunedTiles.class.getResourceAsStream(TileFile.name(device))) {
      if (stream == null) {
        return Optional.empty();
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(TileFile.parse(text).products());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("The shipped " + TileFile.name(device) + " is wrong", e);
    }
  }

  /** The folder for the user's, unless there is to be none. */
  public static Optional<Path> folder() {
    return Cache.folder("tuned");
  }

  /** Keeps the user's, in one step: a reader sees the file before or the file after. */
  public static Path write(Path folder, OpenClDevice device, TileSet tiles) throws IOException {
    Path file = folder.resolve(TileFile.name(device));
    String text = TileFile.of(device, tiles).json();
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    return file;
  }
}
