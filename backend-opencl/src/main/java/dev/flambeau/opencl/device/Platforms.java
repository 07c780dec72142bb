package dev.flambeau.opencl.device;

import static org.jocl.CL.CL_DEVICE_EXTENSIONS;
import static org.jocl.CL.CL_DEVICE_LOCAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_PARAMETER_SIZE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT;
import static org.jocl.CL.CL_DEVICE_SINGLE_FP_CONFIG;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_DRIVER_VERSION;
import static org.jocl.CL.CL_PLATFORM_NAME;
import static org.jocl.CL.CL_PLATFORM_VENDOR;
import static org.jocl.CL.CL_PLATFORM_VERSION;

import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.DType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists every device of every platform; a platform that fails is left out. */
public final class Platforms {
  private static final Logger LOG = LoggerFactory.getLogger(Platforms.class);

  /** CL_DEVICE_TYPE_ALL, unsigned: as JOCL's int it would be sign-extended to an invalid mask. */
  private static final long ALL_TYPES = 0xFFFFFFFFL;

  /** cl_khr_icd: the platform's suffix, which often is its short name. */
  private static final int ICD_SUFFIX = 0x0920;

  private static final long CORRECTLY_ROUNDED_DIVIDE_SQRT = 1L << 7;

  private static final String DOUBLES = "cl_khr_fp64";

  private static final String INSTALL =
      "install your GPU's OpenCL driver, or on Debian and Ubuntu pocl-opencl-icd for the processor";

  private Platforms() {}

  /**
   * The devices, numbered in the order in which the loader gives them.
   *
   * @throws BackendUnavailableException if there is no OpenCL loader or no device
   */
  public static List<OpenClDevice> devices() {
    List<OpenClDevice> devices = new ArrayList<>();
    for (cl_platform_id platform : platforms()) {
      try {
        for (cl_device_id id : ids(platform)) {
          devices.add(device(platform, id, devices.size()));
        }
      } catch (CLException e) {
        LOG.debug("An OpenCL platform is left out: {}", e.toString());
      }
    }
    SignalHandlers.giveBack();
    if (devices.isEmpty()) {
      throw new BackendUnavailableException("OpenCL has no device here; " + INSTALL + ".");
    }
    return devices;
  }

  private static cl_platform_id[] platforms() {
    try {
      Binding.load();
      int[] count = new int[1];
      CL.clGetPlatformIDs(0, null, count);
      cl_platform_id[] platforms = new cl_platform_id[count[0]];
      CL.clGetPlatformIDs(platforms.length, platforms, null);
      return platforms;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new BackendUnavailableException("No OpenCL loader was found; " + INSTALL + ".", e);
    } catch (CLException e) {
      throw new BackendUnavailableException(
          "OpenCL has no platform here (" + e.getMessage() + "); " + INSTALL + ".", e);
    }
  }

  private static cl_device_id[] ids(cl_platform_id platform) {
    int[] count = new int[1];
    CL.clGetDeviceIDs(platform, ALL_TYPES, 0, null, count);
    cl_device_id[] ids = new cl_device_id[count[0]];
    CL.clGetDeviceIDs(platform, ALL_TYPES, ids.length, ids, null);
    return ids;
  }

  private static OpenClDevice device(cl_platform_id platform, cl_device_id id, int number) {
    String platformName = text(platform, CL_PLATFORM_NAME);
    String vendor = text(platform, CL_PLATFORM_VENDOR);
    String version = text(platform, CL_PLATFORM_VERSION);
    String name = text(id, CL_DEVICE_NAME);
    DeviceInfo info =
        new DeviceInfo(
            "opencl:" + number,
            "opencl",
            deviceClass(number(id, CL_DEVICE_TYPE)),
            platformName + ", " + shortVersion(version),
            name,
            List.of(platformName, vendor, version, suffix(platform), name),
            number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
            Set.of(DType.FLOAT32, DType.INT32, DType.BOOL));
    long floats = number(id, CL_DEVICE_SINGLE_FP_CONFIG);
    return new OpenClDevice(
        platform,
        id,
        info,
        text(id, CL_DRIVER_VERSION),
        (floats & CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0,
        number(id, CL_DEVICE_LOCAL_MEM_SIZE),
        number(id, CL_DEVICE_MAX_PARAMETER_SIZE),
        number(id, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        (int) number(id, CL_DEVICE_MAX_COMPUTE_UNITS),
        (int) number(id, CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        List.of(text(id, CL_DEVICE_EXTENSIONS).split(" ")).contains(DOUBLES));
  }

  /** {@code OpenCL 3.0}, without what each vendor has to say behind it. */
  private static String shortVersion(String version) {
    String[] words = version.split(" ");
    return words.length < 2 ? version : words[0] + " " + words[1];
  }

  /** Whoever claims to be a CPU among others is one: Oclgrind, which interprets, claims all. */
  static DeviceClass deviceClass(long type) {
    if ((type & CL_DEVICE_TYPE_CPU) != 0) {
      return DeviceClass.CPU;
    }
    return (type & CL_DEVICE_TYPE_GPU) != 0 ? DeviceClass.GPU : DeviceClass.ACCELERATOR;
  }

  private static String suffix(cl_platform_id platform) {
    try {
      return text(platform, ICD_SUFFIX);
    } catch (CLException e) {
      return ""; // a platform that was opened without the ICD loader has none
    }
  }

  private static String text(cl_platform_id platform, int what) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, what, 0, null, size);
    byte[] bytes = new byte[Math.toIntExact(size[0])];
    CL.clGetPlatformInfo(platform, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  private static String text(cl_device_id device, int what) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(device, what, 0, null, size);
    byte[] bytes = new byte[Math.toIntExact(size[0])];
    CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  /** C's strings end with a zero. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").trim();
  }

  /** Numbers of 64 bits, or of 32, which leave the upper half as it is. */
  private static long number(cl_device_id device, int what) {
    long[] value = new long[1];
    CL.clGetDeviceInfo(device, what, Sizeof.cl_ulong, Pointer.to(value), null);
    return value[0];
  }
}
