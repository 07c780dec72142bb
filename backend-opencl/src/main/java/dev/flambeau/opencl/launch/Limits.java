package dev.flambeau.opencl.launch;

/**
 * What a launch must stay within.
 *
 * @param localMemoryBytes local memory for one work-group
 * @param rounds of all loops of one work-item together, beyond which the device stops them
 */
public record Limits(long localMemoryBytes, long rounds) {
  /** What loops of a fixed length take beside those that grow with the shapes. */
  private static final long OTHERS = 256;

  /** Where loops may be as long as they like. */
  public static final long ENDLESS = Long.MAX_VALUE;

  /** Whether loops are stopped at all. */
  boolean stopsLoops() {
    return rounds != ENDLESS;
  }

  /** Whether a work-item may go so many rounds. */
  public boolean admits(long wanted) {
    return wanted <= rounds - OTHERS;
  }
}
