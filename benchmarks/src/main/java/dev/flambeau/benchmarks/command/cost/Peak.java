package dev.flambeau.benchmarks.command.cost;

import dev.flambeau.backend.Backend;
import dev.flambeau.benchmarks.command.product.Gemm;
import dev.flambeau.benchmarks.command.product.ProductSize;
import dev.flambeau.benchmarks.command.product.Transposition;
import dev.flambeau.benchmarks.command.timing.Groups;
import dev.flambeau.benchmarks.command.timing.Operand;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;

/**
 * What a device can do at best, a second.
 *
 * @param flops arithmetic, a multiply-add counted twice
 * @param bytes read and written by a copy
 */
public record Peak(double flops, double bytes) {
  private static final Groups GROUPS = new Groups(0.3, 0.5);

  /** The product that stands for the peak of a device whose instructions we cannot reach. */
  private static final ProductSize LARGE = new ProductSize(1024, 1024, 1024);

  /**
   * Measures it.
   *
   * @param threads of the host, for a device that is the host
   * @param elements to copy: as many as the step's state has, so that they lie in the same caches
   */
  public static Peak of(Backend backend, int threads, int elements) {
    if (backend.device().provider().equals("cpu")) {
      HostPeak host = new HostPeak(threads, GROUPS);
      return new Peak(host.flops(), host.bytes(elements));
    }
    Timing product = new Gemm(Transposition.NN, LARGE).time(backend, GROUPS);
    return new Peak(LARGE.flops() / product.best(), copy(backend, elements));
  }

  /** By a cast to the same type, which copies. */
  private static double copy(Backend backend, int elements) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(elements / 2));
    Cast op = new Cast(DType.FLOAT32);
    try (Operand source = Operand.random(backend, type, 1);
        Operand target = Operand.empty(backend, type)) {
      Timing timing =
          GROUPS.time(() -> backend.run(op, source.alone(), target.alone()), backend::synchronize);
      return 2.0 * type.bytes() / timing.best();
    }
  }
}
