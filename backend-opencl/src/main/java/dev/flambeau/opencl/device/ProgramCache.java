package dev.flambeau.opencl.device;

import dev.flambeau.opencl.cache.Cache;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program's binary on disk, under all that it was made from: the next process need not compile
 * it.
 *
 * <p>Where a driver keeps what it compiles by itself, a second copy only costs. {@code
 * -Dflambeau.cache.programs=on} keeps one nevertheless, {@code off} keeps none anywhere.
 */
final class ProgramCache {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramCache.class);

  /** Another one for whoever reads what is kept in another way. */
  private static final String FORMAT = "program 1";

  private final OpenClDevice device;
  private final Cache cache;
  private final String key;

  private ProgramCache(OpenClDevice device, Cache cache, String key) {
    this.device = device;
    this.cache = cache;
    this.key = key;
  }

  /** The place of a program's binary; empty where none is to be kept. */
  static Optional<ProgramCache> of(
      OpenClDevice device, String source, String options, List<String> kernels) {
    boolean isWanted =
        switch (OpenClSettings.programs()) {
          case "on" -> true;
          case "off" -> false;
          default -> !device.cachesPrograms();
        };
    Cache cache = Cache.of("programs");
    return isWanted && !cache.isOff()
        ? Optional.of(new ProgramCache(device, cache, key(device, source, options, kernels)))
        : Optional.empty();
  }

  /** All that a binary depends on. */
  static String key(OpenClDevice device, String source, String options, List<String> kernels) {
    return String.join("\0", FORMAT, device.identity(), options, String.join(" ", kernels), source);
  }

  /** A program of the binary, to be built yet; empty if there is none or the driver refuses it. */
  Optional<cl_program> program(cl_context context) {
    return cache.read(key).flatMap(binary -> program(context, binary));
  }

  private Optional<cl_program> program(cl_context context, byte[] binary) {
    try {
      cl_device_id[] ids = {device.id()};
      byte[][] binaries = {binary};
      long[] lengths = {binary.length};
      return Optional.of(
          CL.clCreateProgramWithBinary(context, 1, ids, lengths, binaries, new int[1], null));
    } catch (CLException e) {
      refused(e);
      return Optional.empty();
    }
  }

  /** Notes that the driver does not take the binary, which is to be made anew. */
  void refused(RuntimeException e) {
    LOG.debug("{} refuses a binary of its own: {}", device.info(), e.toString());
  }

  /** Keeps the binary of a program that was built from source. */
  void keep(cl_program program) {
    try {
      long[] size = new long[1];
      int what = CL.CL_PROGRAM_BINARY_SIZES;
      CL.clGetProgramInfo(program, what, Sizeof.size_t, Pointer.to(size), null);
      if (size[0] == 0) {
        return; // a driver without an offline form
      }
      ByteBuffer given = ByteBuffer.allocateDirect(Math.toIntExact(size[0]));
      Pointer target = Pointer.to(Pointer.to(given));
      CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, target, null);
      byte[] binary = new byte[given.remaining()];
      given.get(binary);
      cache.write(key, binary);
    } catch (CLException e) {
      LOG.debug("{} gives no binary: {}", device.info(), e.toString());
    }
  }
}
