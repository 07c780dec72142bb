package dev.flambeau.opencl.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.Parameters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device is known to be fastest by, and where that is kept. */
class TunedTilesTest {
  private static final TileSet ODD = new TileSet(new RegisterTile(4, 1, 4), List.of());

  @TempDir Path cache;

  @BeforeEach
  void useAFolder() {
    System.setProperty("flambeau.cache", cache.toString());
    System.setProperty("flambeau.opencl.kernels", "cpu");
  }

  @AfterEach
  void forget() {
    System.clearProperty("flambeau.cache");
    System.clearProperty("flambeau.opencl.kernels");
  }

  private static OpenClDevice device() {
    return Platforms.devices().stream()
        .filter(device -> device.info().equals(OpenClDevices.first()))
        .findFirst()
        .orElseThrow();
  }

  private static TileSet opened(OpenClDevice device) {
    try (Session session = new Session(device)) {
      return Parameters.of(session, false).products();
    }
  }

  private static TileSet usual(OpenClDevice device) {
    try (Session session = new Session(device)) {
      return Parameters.untuned(session, false).products();
    }
  }

  private Path write(OpenClDevice device) throws IOException {
    return TunedTiles.write(TunedTiles.folder().orElseThrow(), device, ODD);
  }

  @Test
  void theUsersFileIsTaken() throws IOException {
    OpenClDevice device = device();
    Path file = write(device);
    assertEquals(ODD, opened(device));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void tilesForTheOtherClassOfKernelsAreLeftOut() throws IOException {
    OpenClDevice device = device();
    write(device);
    System.setProperty("flambeau.opencl.kernels", "gpu");
    assertEquals(usual(device), opened(device));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 1 | \"version\": 0",
        "\"driver\": \" | \"driver\": \"older ",
        "\"device\": \" | \"device\": \"another ",
        "[4,1,4] | [5,1,4]",
        "[4,1,4] | [4,1]",
        "\"groups\":[] | \"groups\":[[1,2,3]]",
        "} | ''"
      })
  void aFileThatIsDamagedOrOfAnotherDriverIsLeftOut(String before, String after)
      throws IOException {
    OpenClDevice device = device();
    Path file = write(device);
    String text = Files.readString(file);
    String changed = text.replace(before, after);
    assertTrue(!changed.equals(text), text);
    Files.writeString(file, changed);
    TileSet usual = TunedTilesTest.usual(device);
    assertEquals(shipped(device).orElse(usual), opened(device));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void aFileThatIsCutIsLeftOut(int length) throws IOException {
    OpenClDevice device = device();
    Path file = write(device);
    Files.writeString(file, Files.readString(file).substring(0, length));
    assertEquals(shipped(device).orElse(usual(device)), opened(device));
  }

  private static Optional<TileSet> shipped(OpenClDevice device) throws IOException {
    try (var stream = TunedTiles.class.getResourceAsStream(TileFile.name(device))) {
      return stream == null
          ? Optional.empty()
          : Optional.of(TileFile.parse(new String(stream.readAllBytes())).products());
    }
  }

  @Test
  void aFileIsReadAsItIsWritten() {
    TileFile file =
        new TileFile("A \"device\" \\ 3", "1.0", new TileSet(ODD.item(), WorkGroupTiles.SHIPPED));
    assertEquals(file, TileFile.parse(file.json()));
    TileFile longest = new TileFile("\\n".repeat(500_000), "1.0", file.products());
    assertEquals(longest, TileFile.parse(longest.json()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "128,128,16,8,8,4,4,3|A tile of work-groups has 1 or 2 buffers.",
        "128,128,16,7,8,4,4,2|A tile of work-groups has whole items in a group.",
        "128,128,16,8,8,3,4,2|A tile of work-groups has a width of 1, 2 or 4.",
        "12,12,16,6,6,4,4,2|A tile of work-groups has whole vectors in an item.",
        "128,128,24,8,8,4,4,2|A tile of work-groups has a depth that divides 1024, of whole"
            + " vectors.",
        "128,128,16,8,8,4,1,2|A tile of work-groups has a padding of whole vectors.",
        "128,8,16,2,4,2,2,2|A tile of work-groups has as many vectors to fetch for each item.",
        "0,8,16,2,4,2,2,2|A tile of work-groups has sizes above 0.",
        "1,2|A tile of work-groups has 8 parameters."
      })
  void aTileThatTheKernelCannotBeCompiledWithIsRefused(String row, String message) {
    List<Integer> numbers = Stream.of(row.split(",")).map(Integer::valueOf).toList();
    var e = assertThrows(IllegalArgumentException.class, () -> WorkGroupTile.of(numbers));
    assertEquals(message, e.getMessage());
  }

  /** Tests run those rows, and no others. */
  @Test
  void whatIsShippedForADeviceIsARowThatTestsRun() throws IOException, URISyntaxException {
    List<RegisterTile> items =
        Stream.of(1, 4, 8, 16).map(floats -> RegisterTile.of(floats, false)).toList();
    Path folder = Path.of(TunedTiles.class.getResource("TunedTiles.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        TileSet tiles = TileFile.parse(Files.readString(file)).products();
        assertTrue(items.contains(tiles.item()), file + ": " + tiles.item());
        assertTrue(WorkGroupTiles.SHIPPED.containsAll(tiles.groups()), file.toString());
      }
    }
  }
}
