package dev.flambeau.cli.sweep;

import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.tck.function.Evidence;
import dev.flambeau.tck.function.ExactFunction;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * Compares a function on a device with what is known of it, block by block of 2²⁰ inputs.
 *
 * <p>A block whose digest is the committed one is right as a whole. The values of any other are
 * computed anew, exactly, and each wrong one is counted. One thread digests a block while the
 * device works on the next.
 */
final class Sweep {
  /** Inputs of a block: block b holds the floats of bits b·2²⁰ to (b + 1)·2²⁰ − 1. */
  static final int BLOCK = 1 << 20;

  private static final int LISTED = 10;

  /** An output that is not the right one; all three as bits. */
  record Wrong(int input, int output, int expected) {}

  /**
   * What a sweep found.
   *
   * @param wrong how many outputs are wrong
   * @param first the first few of them
   * @param sha256 of all outputs in the order of their inputs, little-endian, NaN as 0x7fc00000
   */
  record Result(long inputs, long wrong, List<Wrong> first, String sha256) {}

  private final UnaryOperator<float[]> function;
  private final ExactFunction exact;
  private final Evidence evidence;
  private final ByteBuffer bytes = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private final MessageDigest whole = Fingerprint.newDigest();
  private final MessageDigest single = Fingerprint.newDigest();
  private final List<Wrong> first = new ArrayList<>();
  private long wrong;

  /**
   * A sweep, to be run once.
   *
   * @param function what is to be judged
   * @param exact the same function, right and slow
   * @param evidence what is known of it
   */
  Sweep(UnaryOperator<float[]> function, ExactFunction exact, Evidence evidence) {
    this.function = function;
    this.exact = exact;
    this.evidence = evidence;
  }

  /** A sweep of an op on a device. */
  static Sweep of(Elementary op, Device device) {
    ExactFunction exact = ExactFunction.of(op);
    return new Sweep(inputs -> run(op, inputs, device), exact, Evidence.of(exact));
  }

  /** An op's output for each number, computed on a device. */
  static float[] run(Elementary op, float[] inputs, Device device) {
    try (Scope scope = Scope.open()) {
      return Tensor.apply(op, device.tensor(inputs, inputs.length)).toFloats();
    }
  }

  /** Sweeps the blocks from one up to and without another, and tells each when it is computed. */
  Result run(int from, int to, IntConsumer progress) {
    ExecutorService digester = Executors.newSingleThreadExecutor();
    try {
      Future<?> previous = CompletableFuture.completedFuture(null);
      for (int block = from; block < to; block++) {
        int number = block;
        float[] outputs = function.apply(inputs(block));
        previous.get(); // so that no more than two blocks are held
        previous = digester.submit(() -> check(number, outputs));
        progress.accept(block);
      }
      previous.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } finally {
      digester.shutdownNow();
    }
    String hash = HexFormat.of().formatHex(whole.digest());
    return new Result((long) (to - from) * BLOCK, wrong, List.copyOf(first), hash);
  }

  private static float[] inputs(int block) {
    float[] inputs = new float[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      inputs[i] = Float.intBitsToFloat(block * BLOCK + i);
    }
    return inputs;
  }

  private void check(int block, float[] outputs) {
    for (int i = 0; i < BLOCK; i++) {
      bytes.putInt(4 * i, Float.floatToIntBits(outputs[i])); // which makes any NaN 0x7fc00000
    }
    whole.update(bytes.array());
    long digest = ByteBuffer.wrap(single.digest(bytes.array())).getLong();
    if (digest != evidence.digest(block)) {
      count(block);
    }
  }

  private void count(int block) {
    long before = wrong;
    for (int i = 0; i < BLOCK; i++) {
      int input = block * BLOCK + i;
      int output = bytes.getInt(4 * i);
      int expected = exact.bits(input);
      if (output != expected) {
        wrong++;
        if (first.size() < LISTED) {
          first.add(new Wrong(input, output, expected));
        }
      }
    }
    if (wrong == before) {
      throw new IllegalStateException(
          "Block " + block + " has another digest than the evidence, yet no value of it is wrong.");
    }
  }
}
