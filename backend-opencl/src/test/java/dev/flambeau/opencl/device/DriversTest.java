package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
  @TempDir private Path folder = Path.of("");

  private Path library = Path.of("");
  private Path icd = Path.of("");

  @BeforeEach
  void oneDriver() throws IOException {
    library = Files.writeString(folder.resolve("libdriver.so.1"), "first");
    icd = Files.writeString(folder.resolve("driver.icd"), library + "\n");
  }

  @Test
  void filesOfAFolderAreDrivers() throws IOException {
    Path other = Files.writeString(folder.resolve("another.icd"), "libnowhere.so\n");
    assertEquals(List.of(other, icd), drivers().files());
    assertTrue(drivers().fingerprint().contains(icd + " " + library), drivers().fingerprint());
  }

  @Test
  void aFileMayBeNamedByItself() {
    assertEquals(List.of(icd), Drivers.of(Map.of("OCL_ICD_VENDORS", icd.toString())).files());
    assertEquals(List.of(icd), Drivers.of(Map.of("OPENCL_VENDOR_PATH", folder.toString())).files());
  }

  @Test
  void whateverChangesIsSeen() throws IOException {
    String first = drivers().fingerprint();
    assertEquals(first, drivers().fingerprint());

    Files.setLastModifiedTime(library, FileTime.fromMillis(1_000_000));
    String older = drivers().fingerprint();
    assertNotEquals(first, older);

    Files.writeString(library, "second, longer");
    Files.setLastModifiedTime(library, FileTime.fromMillis(1_000_000));
    assertNotEquals(older, drivers().fingerprint());

    String before = drivers().fingerprint();
    Files.writeString(folder.resolve("another.icd"), "libnowhere.so\n");
    assertNotEquals(before, drivers().fingerprint());
  }

  @Test
  void aNameIsLookedForWhereTheLoaderLooks() throws IOException {
    Files.writeString(icd, "libdriver.so.1\n");
    Map<String, String> environment =
        Map.of("OCL_ICD_VENDORS", folder.toString(), "LD_LIBRARY_PATH", "/nowhere:" + folder);
    String found = Drivers.of(environment).fingerprint();
    assertTrue(found.contains(icd + " libdriver.so.1 " + library.toRealPath() + " 5 "), found);
  }

  @Test
  void theEnvironmentChoosesDevices() {
    Map<String, String> plain = Map.of("OCL_ICD_VENDORS", folder.toString());
    Map<String, String> more =
        Map.of("OCL_ICD_VENDORS", folder.toString(), "RUSTICL_ENABLE", "llvmpipe");
    assertNotEquals(Drivers.of(plain).fingerprint(), Drivers.of(more).fingerprint());
    assertEquals(
        Drivers.of(plain).fingerprint(),
        Drivers.of(Map.of("OCL_ICD_VENDORS", folder.toString(), "HOME", "/x")).fingerprint());
  }

  private Drivers drivers() {
    return Drivers.of(Map.of("OCL_ICD_VENDORS", folder.toString()));
  }

  /** As any letter beyond ASCII is in the locale C. */
  @Test
  void whatJavaCannotNameIsLeftOut() throws IOException {
    String unnamed = "/dr\0vers";
    Drivers drivers =
        Drivers.of(
            Map.of(
                "OCL_ICD_VENDORS",
                unnamed,
                "OPENCL_VENDOR_PATH",
                folder.toString(),
                "LD_LIBRARY_PATH",
                unnamed + ":" + folder));
    assertEquals(List.of(icd), drivers.files());
    Files.writeString(icd, "\0\n");
    assertEquals(List.of(icd), drivers().files());
  }
}
