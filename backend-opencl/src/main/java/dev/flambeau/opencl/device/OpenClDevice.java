package dev.flambeau.opencl.device;

import dev.flambeau.backend.DeviceInfo;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device as OpenCL knows it.
 *
 * @param info what the rest of Flambeau sees of it
 * @param correctlyRoundedDivide whether the driver takes the option that asks for correctly rounded
 *     division and square root
 * @param localMemoryBytes local memory for one work-group
 * @param largestAllocation the largest buffer, in bytes
 * @param computeUnits how many work-groups it computes at a time
 * @param nativeFloats how many floats its vectors have
 */
public record OpenClDevice(
    cl_platform_id platform,
    cl_device_id id,
    DeviceInfo info,
    boolean correctlyRoundedDivide,
    long localMemoryBytes,
    long largestAllocation,
    int computeUnits,
    int nativeFloats) {
  /** The same, taken for one whose vectors have so many floats: so tests try what others run. */
  public OpenClDevice withNativeFloats(int floats) {
    return new OpenClDevice(
        platform,
        id,
        info,
        correctlyRoundedDivide,
        localMemoryBytes,
        largestAllocation,
        computeUnits,
        floats);
  }

  /**
   * Whether a write that does not wait may be called complete before the host's memory has been
   * read: so on rusticl (Mesa 22.3), where one small tensor in some 3,000 arrived with the bytes of
   * a later one; with writes that wait, none did.
   */
  public boolean completesTransfersEarly() {
    return info.platform().startsWith("rusticl");
  }
}
