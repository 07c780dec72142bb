package dev.flambeau.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script at the root, in a folder with all that it builds, and a Java that tells how it was
 * called.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      printf '%s\\n' "$@"
      echo "LC_ALL=$LC_ALL LD_PRELOAD=$LD_PRELOAD LD_LIBRARY_PATH=$LD_LIBRARY_PATH"
      echo "FLAMBEAU_DEVICE=${FLAMBEAU_DEVICE-none}"
      """;
  private static final String WITH_VECTORS = "17.0.1\"\nMODULES=\"java.base jdk.incubator.vector";

  @TempDir private Path folder = Path.of("");

  private record Run(int status, String out, String err) {}

  /** A copy of the script that finds everything built. */
  private Path launcher(String name) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name));
    for (String made : new String[] {"mnist", "a/src/main", "target", "cli/target/lib"}) {
      Files.createDirectories(root.resolve(made));
    }
    for (String made : new String[] {"pom.xml", "a/pom.xml"}) {
      Files.createFile(root.resolve(made));
    }
    Files.createFile(root.resolve("cli/target/flambeau.jar"));
    Files.createFile(root.resolve("cli/target/lib/flambeau-benchmarks-commands.jar"));
    Files.createFile(root.resolve("target/flambeau.built"));
    return Files.copy(Path.of("..", "flambeau"), root.resolve("flambeau"));
  }

  /** A Java whose file of its own says that it is of this version. */
  private Path java(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Path signals = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    Files.copy(signals, home.resolve("lib/libjsig.so")); // the linker does load it
    Files.createFile(home.resolve("lib/modules"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.writeString(home.resolve("bin/java"), JAVA);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home.toRealPath();
  }

  private Run run(Path launcher, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder("bash", launcher.toString(), "devices", "a b");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    process.environment().keySet().removeAll(List.of("LANG", "LC_CTYPE", "LC_ALL"));
    process.environment().remove("LD_LIBRARY_PATH");
    process.environment().putAll(environment);
    process.redirectOutput(out.toFile()).redirectError(err.toFile());
    int status = process.start().waitFor();
    return new Run(status, Files.readString(out), Files.readString(err).strip());
  }

  @Test
  void javaIsGivenTheArgumentsAsTheyAre() throws Exception {
    Path home = java("jdk", WITH_VECTORS);
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString()));
    assertEquals("", run.err());
    assertTrue(run.out().contains("\n--add-modules\njdk.incubator.vector\n"), run.out());
    assertTrue(run.out().contains("/cli/target/flambeau.jar\ndevices\na b\n"), run.out());
    assertTrue(run.out().contains(" LD_PRELOAD=" + home + "/lib/libjsig.so "), run.out());
  }

  @Test
  void aHomeWithASpacePreloadsByName() throws Exception {
    Path home = java("my jdk", WITH_VECTORS);
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString()));
    assertEquals("", run.err());
    String expected = "LD_PRELOAD=libjsig.so LD_LIBRARY_PATH=" + home + "/lib\n";
    assertTrue(run.out().contains(expected), run.out());
  }

  @Test
  void aJavaWithoutVectorsRunsWithoutThem() throws Exception {
    Path home = java("jdk", "17.0.1\"\nMODULES=\"java.base");
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString()));
    assertEquals(0, run.status());
    assertEquals(
        "flambeau: the Java at "
            + home
            + " is without the module jdk.incubator.vector: the device cpu is slower.",
        run.err());
    assertFalse(run.out().contains("--add-modules"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_452", "11.0.2", "16"})
  void anOldJavaIsNamed(String version) throws Exception {
    Path home = java("jdk", version);
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString()));
    assertEquals(2, run.status());
    assertEquals(
        "flambeau: the Java at "
            + home
            + " is "
            + version
            + ": install a JDK, 17 or later (Debian, Ubuntu: apt-get install openjdk-17-jdk).",
        run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wow!", "wow!/f", "a:b"})
  void aFolderThatJavaCannotTakeIsRefused(String name) throws Exception {
    Path home = java("jdk", WITH_VECTORS);
    Run run = run(launcher(name), Map.of("JAVA_HOME", home.toString()));
    assertEquals(2, run.status());
    assertEquals(
        "flambeau: Java runs no jar from a folder whose name ends in ! or has a colon: move "
            + folder.resolve(name).toRealPath()
            + ".",
        run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wow!x", "a b", "zéro", "100%", "a#b"})
  void otherFoldersAreTaken(String name) throws Exception {
    Path home = java("jdk", WITH_VECTORS);
    Run run = run(launcher(name), Map.of("JAVA_HOME", home.toString(), "LC_ALL", "C.UTF-8"));
    assertEquals("", run.err());
    assertTrue(run.out().contains(name + "/cli/target/flambeau.jar\ndevices\n"), run.out());
  }

  @Test
  void aJavaBehindAColonIsRefused() throws Exception {
    Path home = java("a:b", WITH_VECTORS);
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString()));
    assertEquals(
        "flambeau: Java does not start from a folder with a colon in its name: move " + home + ".",
        run.err());
  }

  @Test
  void emptyVariablesAreAsNone() throws Exception {
    Path home = java("jdk", WITH_VECTORS);
    Map<String, String> empty =
        Map.of("JAVA_HOME", home.toString(), "FLAMBEAU_DEVICE", "", "FLAMBEAU_JVM_OPTIONS", "");
    Run run = run(launcher("root"), empty);
    assertTrue(run.out().endsWith("FLAMBEAU_DEVICE=none\n"), run.out());
    assertTrue(run.out().contains("flambeau.jar\ndevices\n"), run.out());
  }

  @ParameterizedTest
  @CsvSource({"LC_ALL, C", "LC_ALL, POSIX", "LC_CTYPE, C", "LANG, C", "OTHER, C"})
  void inTheLocaleCFilesHaveNamesInUtf8(String variable, String value) throws Exception {
    Path home = java("jdk", WITH_VECTORS);
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString(), variable, value));
    assertTrue(run.out().contains("LC_ALL=C.UTF-8 "), run.out());
  }

  @Test
  void anotherLocaleStays() throws Exception {
    Path home = java("jdk", WITH_VECTORS);
    Run run = run(launcher("root"), Map.of("JAVA_HOME", home.toString(), "LANG", "fa_IR.UTF-8"));
    assertTrue(run.out().contains("LC_ALL= "), run.out());
  }
}
