package dev.flambeau.opencl.device;

import dev.flambeau.backend.DeviceClass;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * A context on one device, an in-order queue for its work, and one for what comes from the host.
 */
public final class Session implements AutoCloseable {
  private final OpenClDevice device;
  private final cl_context context;
  private final cl_command_queue queue;
  private final cl_command_queue transfers;
  private final boolean cpu;

  /** Room for the longest argument of a kernel: a struct of some ints. */
  private final HostBytes arguments = new HostBytes(128);

  public Session(OpenClDevice device) {
    this.device = device;
    String forced = OpenClSettings.kernels();
    cpu = forced.isEmpty() ? device.info().deviceClass() == DeviceClass.CPU : forced.equals("cpu");
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    cl_device_id[] ids = {device.id()};
    context = Handles.opened(CL.clCreateContext(properties, 1, ids, null, null, null));
    cl_command_queue first = null;
    try {
      first = Handles.opened(createQueue());
      transfers = device.completesTransfersEarly() ? first : Handles.opened(createQueue());
      queue = first;
    } catch (RuntimeException e) {
      if (first != null) {
        release(first);
      }
      releaseContext();
      throw e;
    }
  }

  /** By OpenCL 1.2's call, which every device has. */
  @SuppressWarnings("deprecation")
  private cl_command_queue createQueue() {
    return CL.clCreateCommandQueue(context, device.id(), 0, null);
  }

  public OpenClDevice device() {
    return device;
  }

  public cl_context context() {
    return context;
  }

  public cl_command_queue queue() {
    return queue;
  }

  /**
   * A queue that is idle whenever the host is not writing; where a driver calls transfers complete
   * that are not, the one queue there is, so that its order holds.
   */
  public cl_command_queue transfers() {
    return transfers;
  }

  /** Where an argument of a kernel is put together; for whoever has the queue. */
  HostBytes arguments() {
    return arguments;
  }

  /**
   * Whether kernels for CPU devices are the right ones: vectors, no local memory. Tests force
   * either kind with {@code -Dflambeau.opencl.kernels=cpu} or {@code gpu}, as it is when a device
   * is opened.
   */
  public boolean isCpu() {
    return cpu;
  }

  @Override
  public void close() {
    if (transfers != queue) {
      release(transfers);
    }
    release(queue);
    releaseContext();
  }

  private static void release(cl_command_queue queue) {
    CL.clReleaseCommandQueue(queue);
    Handles.released();
  }

  private void releaseContext() {
    CL.clReleaseContext(context);
    Handles.released();
  }
}
