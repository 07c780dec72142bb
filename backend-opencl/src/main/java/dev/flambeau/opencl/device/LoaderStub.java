package dev.flambeau.opencl.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes {@code libOpenCL.so.1} answer to the name {@code libOpenCL.so}, by which alone JOCL opens
 * it.
 *
 * <p>Drivers bring the first name; the second comes with development packages, which an ordinary
 * machine lacks. Once a shared library whose soname is {@code libOpenCL.so} is loaded, the system's
 * loader gives that one to whoever asks for the name, and looks up its symbols in what it depends
 * on: so a library without code that depends on {@code libOpenCL.so.1} is enough. It is written
 * here, byte by byte (System V ABI, ELF64: header, program headers, dynamic section), and loaded
 * first.
 */
final class LoaderStub {
  private static final String SONAME = "libOpenCL.so";
  private static final String NEEDED = "libOpenCL.so.1";

  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int DYNAMIC = HEADER + 3 * PROGRAM_HEADER;
  private static final int ENTRIES = 8;
  private static final int SYMBOLS = DYNAMIC + ENTRIES * 16;
  private static final int HASH = SYMBOLS + 24;
  private static final int STRINGS = HASH + 16;

  private LoaderStub() {}

  /**
   * Loads the stub where it can help.
   *
   * @throws UnsatisfiedLinkError if neither name is that of a library here. JOCL is not to be asked
   *     then: it would say so on standard output, behind a program's own.
   */
  static void load() {
    if (!System.getProperty("os.name").equals("Linux") || isThere()) {
      return;
    }
    Optional<byte[]> image = image(System.getProperty("os.arch"));
    if (image.isEmpty()) {
      return;
    }
    new NativeFile(SONAME, image.get()).load(file -> System.load(file.toString()));
  }

  /** Whether the name that JOCL asks for is that of a library here. */
  private static boolean isThere() {
    try {
      System.loadLibrary("OpenCL");
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** The stub for a processor, by Java's name for it; empty for one that we do not know. */
  static Optional<byte[]> image(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(image(62)); // EM_X86_64
      case "aarch64" -> Optional.of(image(183)); // EM_AARCH64
      default -> Optional.empty();
    };
  }

  private static byte[] image(int machine) {
    byte[] strings = ("\0" + SONAME + "\0" + NEEDED + "\0").getBytes(StandardCharsets.US_ASCII);
    int size = STRINGS + strings.length;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    header(elf, machine);
    // One segment holds the file. It is writable: the loader puts addresses into the dynamic
    // section.
    programHeader(elf, 1, 6, 0, size, 0x10000); // PT_LOAD
    programHeader(elf, 2, 6, DYNAMIC, ENTRIES * 16, 8); // PT_DYNAMIC
    programHeader(elf, 0x6474e551, 6, 0, 0, 16); // PT_GNU_STACK: not executable
    dynamic(elf, 14, 1); // DT_SONAME
    dynamic(elf, 1, 2 + SONAME.length()); // DT_NEEDED
    dynamic(elf, 4, HASH); // DT_HASH
    dynamic(elf, 5, STRINGS); // DT_STRTAB
    dynamic(elf, 6, SYMBOLS); // DT_SYMTAB
    dynamic(elf, 10, strings.length); // DT_STRSZ
    dynamic(elf, 11, 24); // DT_SYMENT
    dynamic(elf, 0, 0); // DT_NULL
    elf.put(new byte[24]); // the null symbol
    elf.putInt(1).putInt(1).putInt(0).putInt(0); // one bucket, one symbol, no chain
    elf.put(strings);
    return elf.array();
  }

  private static void header(ByteBuffer elf, int machine) {
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    elf.putShort((short) 3).putShort((short) machine).putInt(1); // ET_DYN
    elf.putLong(0).putLong(HEADER).putLong(0).putInt(0);
    elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 3);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
  }

  private static void programHeader(
      ByteBuffer elf, int type, int flags, long offset, long size, long align) {
    elf.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
    elf.putLong(size).putLong(size).putLong(align);
  }

  private static void dynamic(ByteBuffer elf, long tag, long value) {
    elf.putLong(tag).putLong(value);
  }
}
