package dev.flambeau.opencl.launch;

import dev.flambeau.opencl.device.OpenClDevice;

/**
 * What a launch must stay within.
 *
 * @param localMemoryBytes local memory for one work-group
 * @param rounds of all loops of one work-item together, beyond which the device stops them
 * @param hasGroups whether products go by work-groups that share local memory: convolutions have no
 *     other kernels
 */
public record Limits(long localMemoryBytes, long rounds, boolean hasGroups) {
  /** What loops of a fixed length take beside those that grow with the shapes. */
  private static final long OTHERS = 256;

  /** Where loops may be as long as they like. */
  public static final long ENDLESS = Long.MAX_VALUE;

  /** Those of a device whose loops go so many rounds, with the kernels that it has. */
  public static Limits of(OpenClDevice device, long rounds, Parameters parameters) {
    boolean hasGroups = rounds == ENDLESS && !parameters.products().groups().isEmpty();
    return new Limits(device.localMemoryBytes(), rounds, hasGroups);
  }

  /** Whether loops are stopped at all. */
  boolean stopsLoops() {
    return rounds != ENDLESS;
  }

  /** Whether a work-item may go so many rounds. */
  public boolean admits(long wanted) {
    return wanted <= rounds - OTHERS;
  }
}
