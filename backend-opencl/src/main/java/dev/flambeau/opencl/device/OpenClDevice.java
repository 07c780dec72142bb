package dev.flambeau.opencl.device;

import dev.flambeau.backend.DeviceInfo;
import java.util.stream.Stream;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device as OpenCL knows it.
 *
 * @param info what the rest of Flambeau sees of it
 * @param driverVersion its driver's
 * @param correctlyRoundedDivide whether the driver takes the option that asks for correctly rounded
 *     division and square root
 * @param localMemoryBytes local memory for one work-group
 * @param argumentBytes what all arguments of a kernel may take, 1,024 bytes or more
 * @param largestAllocation the largest buffer, in bytes
 * @param computeUnits how many work-groups it computes at a time
 * @param nativeFloats how many floats its vectors have
 * @param hasDoubles whether kernels may compute in doubles, the extension cl_khr_fp64
 */
public record OpenClDevice(
    cl_platform_id platform,
    cl_device_id id,
    DeviceInfo info,
    String driverVersion,
    boolean correctlyRoundedDivide,
    long localMemoryBytes,
    long argumentBytes,
    long largestAllocation,
    int computeUnits,
    int nativeFloats,
    boolean hasDoubles) {
  /** The same, taken for one whose vectors have so many floats: so tests try what others run. */
  public OpenClDevice withNativeFloats(int floats) {
    return new OpenClDevice(
        platform,
        id,
        info,
        driverVersion,
        correctlyRoundedDivide,
        localMemoryBytes,
        argumentBytes,
        largestAllocation,
        computeUnits,
        floats,
        hasDoubles);
  }

  /**
   * Whether a write that does not wait may be called complete before the host's memory has been
   * read: so on rusticl (Mesa 22.3), where one small tensor in some 3,000 arrived with the bytes of
   * a later one; with writes that wait, none did.
   */
  public boolean completesTransfersEarly() {
    return info.platform().startsWith("rusticl");
  }

  /** All that tells it and its driver from others: what was learnt of one holds for its equals. */
  public String identity() {
    return String.join("\n", info.matches()) + "\n" + driverVersion;
  }

  /**
   * Whether a binary of ours on disk would only cost.
   *
   * <p>PoCL and NVIDIA keep what they compile. From PoCL 3.1's own cache all kernels take 60 ms,
   * from a binary 47; but to give the binary it compiles every kernel once more, for work-groups of
   * any size: 9.4 s. NVIDIA's binary is PTX, which is yet to be compiled. Oclgrind interprets, and
   * takes options from the environment. Mesa's rusticl keeps only a part: all kernels take 2.1 s,
   * from its own cache 0.27 s, from a binary 0.11 s.
   */
  boolean cachesPrograms() {
    return Stream.of("Portable Computing Language", "NVIDIA", "Oclgrind")
        .anyMatch(info.platform()::startsWith);
  }
}
