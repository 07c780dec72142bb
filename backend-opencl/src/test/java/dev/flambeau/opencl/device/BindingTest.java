package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jocl.CL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JOCL's library is ours, wherever JOCL would take it from. */
@Tag("opencl")
@Timeout(120)
class BindingTest {
  @TempDir private Path folder = Path.of("");

  private Path temporary = Path.of("");

  /** A process of its own, since a library that is loaded stays. */
  public static void main(String... arguments) {
    String before = System.getProperty("java.io.tmpdir");
    try {
      Binding.load();
    } catch (BackendUnavailableException e) {
      System.out.println(e.getMessage());
      return;
    }
    CL.clGetPlatformIDs(0, null, new int[1]);
    System.out.println(
        before.equals(System.getProperty("java.io.tmpdir")) ? "loaded" : "tmpdir is another");
  }

  @BeforeAll
  static void needsALoader() {
    OpenClDevices.all();
  }

  @BeforeEach
  void temporaryFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  private List<String> command(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary));
    all.addAll(List.of("-Dflambeau.cache=off", "-XX:ErrorFile=" + folder.resolve("crash")));
    all.addAll(List.of(options));
    return TestProcess.command(all, BindingTest.class);
  }

  /** What others may have laid where JOCL looks. */
  enum Laid {
    EMPTY,
    CUT,
    FOREIGN,
    LINK,
    FOLDER;

    void lay(Path file, byte[] library) throws IOException {
      switch (this) {
        case EMPTY -> Files.createFile(file);
        case CUT -> Files.write(file, Arrays.copyOf(library, 20_000));
        case FOREIGN -> Files.writeString(file, "not ours");
        case LINK -> Files.createSymbolicLink(file, Path.of("nowhere"));
        case FOLDER -> Files.createDirectory(file);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatOthersLaidThereIsNotLoaded(Laid laid) throws Exception {
    NativeFile library = Binding.library();
    Path file = temporary.resolve(library.name());
    laid.lay(file, library.content());
    assertEquals("0 loaded", TestProcess.run(command()));
    assertEquals(List.of(file), files(temporary));
    assertTrue(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aUsersOwnSettingOfJoclsIsNoHole() throws Exception {
    assertEquals("0 loaded", TestProcess.run(command("-DuniqueLibraryNames=true")));
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void manyStartsAtOnceLoadIt() throws Exception {
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      starts.add(
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    for (Process start : starts) {
      assertEquals(0, start.waitFor());
    }
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void theCacheServesWhereThereIsNoTemporaryFolder() throws Exception {
    Files.delete(temporary);
    Path cache = folder.resolve("cache");
    assertEquals("0 loaded", TestProcess.run(command("-Dflambeau.cache=" + cache)));
    assertEquals(List.of(), files(cache.resolve("native")));
  }

  @Test
  void withoutAPlaceTheMessageHasTheCause() throws Exception {
    Files.delete(temporary);
    assertEquals(
        "0 No folder to load the OpenCL binding's native library from: "
            + temporary
            + " (NoSuchFileException: "
            + temporary
            + "). Make room in one, or name another by -Djava.io.tmpdir.",
        TestProcess.run(command()));
  }

  /** In a name space of its own, where that is allowed: as root, mostly. */
  @ParameterizedTest
  @EnumSource
  void aMountThatDoesNotServeLeavesNothing(Mount mount) throws Exception {
    List<String> inOwnSpace = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    inOwnSpace.add(
        "mount -t tmpfs -o " + mount.options + " t \"$0\" && echo mounted && \"$@\"; ls -A \"$0\"");
    inOwnSpace.add(temporary.toString());
    inOwnSpace.addAll(command());
    String said = inOwnSpace(inOwnSpace);
    assumeTrue(said.startsWith("0 mounted"), said);
    assertTrue(said.contains(temporary + " (" + mount.cause), said);
    assertTrue(said.endsWith("by -Djava.io.tmpdir."), "nothing is left: " + said);
  }

  private static String inOwnSpace(List<String> command) throws InterruptedException {
    try {
      return TestProcess.run(command);
    } catch (IOException e) {
      return e.toString(); // a system without the command
    }
  }

  /** A folder for temporary files that is of no use. */
  enum Mount {
    NOEXEC("noexec", "IOException: it is mounted so that nothing in it may be executed"),
    READ_ONLY("ro", "FileSystemException"),
    FULL("size=100k", "IOException: No space left on device");

    private final String options;
    private final String cause;

    Mount(String options, String cause) {
      this.options = options;
      this.cause = cause;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
