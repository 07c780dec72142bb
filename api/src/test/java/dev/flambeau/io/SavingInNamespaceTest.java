package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Full and read-only file systems, mounted files and devices: made in a name space of the process's
 * own, where Linux lets it, so that nothing outside can be harmed. A saved file has 80,072 bytes.
 */
@EnabledOnOs(OS.LINUX)
class SavingInNamespaceTest {
  @TempDir Path folder;

  private static final String NOBODY =
      "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all ";

  /**
   * Who saves, the size of an empty file system F, what is done there first, what saving says, and
   * what is then true; M is the model.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root | 64k | true            | cannot be written: No space left on device.   | test ! -e M",
        "root | 96k | echo old >M     | done                                          | SAVED",
        "root | 64k | echo old >M     | cannot be written: No space left on device.   | OLD",
        "root | 1m | mount -o remount,ro F"
            + "| nothing can be written in the folder F; name a file elsewhere. | test ! -e M",
        "root | 1m | echo old >M; mount -o remount,ro F"
            + "| is read-only; make it writable or name another file. | OLD",
        "root | 1m | echo old >M; mount --bind M M | done                             | SAVED",
        "root | 1m | mkdir F/s; mount -t tmpfs -o size=16k none F/s; echo old >F/s/f; >M;"
            + " mount --bind F/s/f M"
            + "| cannot be written: it is written in place and takes 80072 bytes, there is room for"
            + " 12292. | OLD",
        "root | 1m | mknod M c 1 3    | done                                          | test -c M",
        "root | 1m | mknod M c 1 7    | cannot be written: No space left on device.   | test -c M",
        "root | 1m | mknod M b 7 0    | is a block device; name a file on it.         | test -b M",
        "root | 1m | echo old >M; chown 65534:65533 M | done "
            + "| SAVED && test $(stat -c %u:%g M) = 65534:65533",
        "nobody | 1m | chmod 755 F"
            + "| nothing can be written in the folder F; name a file elsewhere. | test ! -e M",
        "nobody | 1m | chmod 755 F; echo old >M"
            + "| is read-only; make it writable or name another file. | OLD",
        "nobody | 1m | chmod 755 F; echo old >M; chmod 666 M | done                   | SAVED",
        "nobody | 1m | echo old >M; chmod 666 M | done                                | SAVED",
      })
  void saves(String user, String size, String before, String message, String after)
      throws Exception {
    assumeTrue(runs("mount -t tmpfs none F && mknod M c 1 3"), "file systems can be mounted");
    String java = "'" + String.join("' '", FileProgram.command(64, "save", model())) + "'";
    if (user.equals("nobody")) {
      java = NOBODY + java;
      String tried = FileProgram.errors(inNamespace("mount -t tmpfs none F; " + java));
      assumeTrue(tried.equals("done"), "another user can run the program");
    }
    String then =
        after.replace("SAVED", "test $(stat -c %s M) = 80072").replace("OLD", "grep -q old M");
    String script =
        String.join(
            "\n",
            "mount -t tmpfs -o size=" + size + " none F",
            before,
            java,
            "{ " + then + "; } && ! ls F/.flambeau-* 2>/dev/null || echo not so >&2");
    String expected = message.equals("done") ? message : model() + ": " + message;
    assertEquals(
        expected.replace(" F;", " " + folder + ";"), FileProgram.errors(inNamespace(script)));
  }

  private String model() {
    return folder.resolve("model").toString();
  }

  private List<String> inNamespace(String script) {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    command.add(script.replaceAll("\\bM\\b", model()).replaceAll("\\bF\\b", folder.toString()));
    return command;
  }

  private boolean runs(String script) throws InterruptedException {
    try {
      return new ProcessBuilder(inNamespace(script)).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
