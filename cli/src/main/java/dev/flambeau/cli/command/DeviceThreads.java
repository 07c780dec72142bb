package dev.flambeau.cli.command;

import dev.flambeau.backend.DeviceInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The threads that were asked for, on a device that is not ours to give them: PoCL reads their
 * number from the environment as it starts, so the program starts once more; other drivers cannot
 * be told.
 */
final class DeviceThreads {
  private static final String VARIABLE = "POCL_MAX_PTHREAD_COUNT";

  private DeviceThreads() {}

  /**
   * Returns if the device has so many, or will have them.
   *
   * @throws RestartedException if another process has done the work since
   * @throws UserException if the device cannot be told
   */
  static void ensure(DeviceInfo device, int threads) {
    if (device.provider().equals("cpu")
        || String.valueOf(threads).equals(System.getenv(VARIABLE))) {
      return;
    }
    if (!device.platform().startsWith("Portable Computing Language")) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "--threads is for cpu devices and PoCL; how many threads %s has is its driver's"
                  + " choice.",
              device));
    }
    throw new RestartedException(restart(threads));
  }

  private static int restart(int threads) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    if (self.command().isEmpty() || self.arguments().isEmpty()) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "PoCL reads its number of threads as it starts: set %s=%d in the environment.",
              VARIABLE,
              threads));
    }
    List<String> command = new ArrayList<>(List.of(self.command().get()));
    command.addAll(List.of(self.arguments().get()));
    ProcessBuilder again = new ProcessBuilder(command).inheritIO();
    again.environment().put(VARIABLE, String.valueOf(threads));
    try {
      return again.start().waitFor();
    } catch (IOException e) {
      throw new UserException("Cannot start once more with " + threads + " threads: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while another process does the work", e);
    }
  }
}
