package dev.flambeau.opencl.device;

import dev.flambeau.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jocl.CL;
import org.jocl.LibUtils;
import org.jspecify.annotations.Nullable;

/**
 * Loads JOCL, and with it its native library.
 *
 * <p>JOCL 2.0.5 writes the library under a fixed name into {@code java.io.tmpdir}, in place, and
 * loads any file that has the name already ({@code LibUtils.loadLibraryResource}), be it another
 * user's or half written. There is no call by which it takes another file. So the file is laid
 * where JOCL looks, and while its class is loaded {@code java.io.tmpdir} names that folder, which
 * is this process's own: a name that JOCL did not find there it would write there. Others who ask
 * for the property meanwhile can use the folder as well.
 */
final class Binding {
  private static final String FOLDER = "java.io.tmpdir";

  /** Has JOCL write and load a second file, under a random name. */
  private static final String RANDOM_NAME = "uniqueLibraryNames";

  /** What JOCL calls its library, but for system and processor; its version belongs to it. */
  private static final String LIBRARY = "JOCL_2_0_5";

  private static boolean loaded;

  private Binding() {}

  /**
   * Makes {@link CL} ready for use.
   *
   * @throws BackendUnavailableException if its library cannot be loaded
   * @throws UnsatisfiedLinkError if there is no OpenCL loader
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    LoaderStub.load();
    library().load(Binding::load);
    PinnedArrays.warn();
    loaded = true;
  }

  private static void load(Path file) {
    String folder = System.setProperty(FOLDER, String.valueOf(file.getParent()));
    String random = System.clearProperty(RANDOM_NAME);
    try {
      CL.setExceptionsEnabled(true);
    } finally {
      restore(FOLDER, folder);
      restore(RANDOM_NAME, random);
    }
  }

  private static void restore(String property, @Nullable String before) {
    if (before == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, before);
    }
  }

  /** The library for this system, as JOCL's jar holds it. */
  static NativeFile library() {
    String name = LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(LIBRARY));
    try (InputStream resource = LibUtils.class.getResourceAsStream("/lib/" + name)) {
      if (resource == null) {
        throw new BackendUnavailableException(
            "The OpenCL binding has no native library for this system: its jar lacks lib/" + name);
      }
      return new NativeFile(name, resource.readAllBytes());
    } catch (IOException e) {
      throw new BackendUnavailableException("The OpenCL binding's jar cannot be read: " + e, e);
    }
  }
}
