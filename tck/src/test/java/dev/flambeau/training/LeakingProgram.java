package dev.flambeau.training;

import dev.flambeau.tensor.Device;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many threads that make half a gigabyte of tensors and close none, for {@link LeaksTest}. */
final class LeakingProgram {
  private LeakingProgram() {}

  public static void main(String[] args) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    Device device = Device.open(args[0]);
    for (Future<?> work :
        IntStream.range(0, 16).mapToObj(i -> threads.submit(() -> leak(device))).toList()) {
      work.get();
    }
    System.out.println("well");
    System.exit(0);
  }

  private static void leak(Device device) {
    for (int i = 0; i < 1_000; i++) {
      device.zeros(4096).neg();
    }
  }
}
