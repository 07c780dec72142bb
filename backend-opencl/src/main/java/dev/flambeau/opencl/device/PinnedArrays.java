package dev.flambeau.opencl.device;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java 25 up to 25.0.2 may corrupt an array that native code has pinned (JDK-8377811), and JOCL
 * pins the arrays that it is given. So tensors, and the arguments of kernels, go by buffers outside
 * of Java's heap: {@link HostBytes}, {@code Staging}, {@code FewValues}.
 *
 * <p>For some there is no other form of the call. They are a few bytes each, held for the call
 * alone: the sizes of a launch's grid (clEnqueueNDRangeKernel takes {@code long[]}), answers of
 * clGet…Info at a start, and a program's binary (clCreateProgramWithBinary takes {@code byte[][]}).
 */
final class PinnedArrays {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedArrays.class);

  private PinnedArrays() {}

  /** Says so, where this Java is one of those. */
  static void warn() {
    Runtime.Version java = Runtime.version();
    if (mayBeCorrupted(java)) {
      LOG.warn(
          "Java {} may corrupt arrays that native code holds (JDK-8377811), OpenCL's among them."
              + " Use 25.0.3 or later.",
          java);
    }
  }

  static boolean mayBeCorrupted(Runtime.Version java) {
    return java.feature() == 25 && java.interim() == 0 && java.update() <= 2;
  }
}
