package dev.flambeau.tensor;

import dev.flambeau.op.Draw;
import dev.flambeau.op.Normal;
import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.error.RandomStateException;
import dev.flambeau.tensor.error.ScopeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers that its thread draws while it is open, as those of dropout: a function of
 * seed, step and shard, and of how many draws came before. The same program draws the same numbers
 * on every device, eager or captured, and in a run that goes on from a file.
 *
 * <p>A training step opens one for its function; elsewhere it is opened by hand, where one inside
 * the other takes over:
 *
 * <pre>{@code
 * try (var random = RandomState.open(device, 7, epoch)) {
 *   Tensor noise = device.rand(64, 100);
 * }
 * }</pre>
 *
 * @see "docs/numerics.md, Random numbers"
 */
public final class RandomState implements AutoCloseable {
  private static final ThreadLocal<@Nullable RandomState> CURRENT = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final @Nullable RandomState outer = CURRENT.get();
  private final Tensor key;
  private final boolean isOwner;
  private int ordinal;
  private boolean closed;

  private RandomState(Tensor key, boolean isOwner, int ordinal) {
    this.key = key;
    this.isOwner = isOwner;
    this.ordinal = ordinal;
  }

  private static RandomState open(Tensor key, boolean isOwner, int ordinal) {
    RandomState state = new RandomState(key, isOwner, ordinal);
    CURRENT.set(state);
    return state;
  }

  /** Opens the state of a step under a seed; its first draw is draw 0. */
  public static RandomState open(Device device, long seed, int step) {
    return open(Scope.outside(() -> device.tensor(key(seed, step, 0), Draw.KEY)), true, 0);
  }

  /**
   * Opens a state whose numbers lie on the device, where they change from step to step: what is
   * captured draws anew at each run. The key stays its maker's.
   *
   * @param key INT32 {@code (4)}, as {@link #key} gives it
   */
  public static RandomState open(Tensor key) {
    return open(key, false, 0);
  }

  /** A state's numbers: the seed's words, the step, and the stream with the shard. */
  public static int[] key(long seed, int step, int shard) {
    return new int[] {
      (int) seed, (int) (seed >>> Integer.SIZE), step, Philox.DRAWS + (shard << Byte.SIZE)
    };
  }

  /** How many draws there have been. */
  public int draws() {
    return ordinal;
  }

  /** FLOAT32 in [0, 1). */
  static Tensor uniform(String method, Device device, Shape shape) {
    RandomState state = current(method);
    return state.draw(device, new Draw.Uniform(shape, state.ordinal));
  }

  /** FLOAT32, normal with mean 0 and variance 1: two draws. */
  static Tensor normal(String method, Device device, Shape shape) {
    try (Scope scope = Scope.open()) {
      Tensor first = uniform(method, device, shape);
      return scope.keep(Tensor.apply(new Normal(), first, uniform(method, device, shape)));
    }
  }

  /** INT32 in [low, high). */
  static Tensor integers(String method, Device device, Shape shape, int low, int high) {
    RandomState state = current(method);
    return state.draw(device, new Draw.Integers(shape, state.ordinal, low, high));
  }

  private Tensor draw(Device device, Draw op) {
    Tensor drawn = Dispatch.run(device, op, List.of(key)).get(0);
    ordinal++;
    return drawn;
  }

  private static RandomState current(String method) {
    RandomState state = CURRENT.get();
    if (state == null) {
      throw new RandomStateException(
          method
              + ": draws random numbers, and there is no step here that they could belong to. A"
              + " TrainingStep has one; elsewhere open one around this: try (var random ="
              + " RandomState.open(device, seed, step)).");
    }
    return state;
  }

  /** Code that draws what it would draw now, whatever is drawn before it is run. */
  static <T> Supplier<T> repeatable(Supplier<T> code) {
    RandomState now = CURRENT.get();
    if (now == null) {
      return code;
    }
    Tensor key = now.key;
    int first = now.ordinal;
    return () -> {
      try (RandomState again = open(key, false, first)) {
        return code.get();
      }
    };
  }

  /** The key of the innermost state that is open. */
  static Optional<Tensor> currentKey() {
    return Optional.ofNullable(CURRENT.get()).map(state -> state.key);
  }

  /**
   * Ends it. A second call does nothing.
   *
   * @throws ScopeException if one within this one is still open, or on another thread
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (thread != Thread.currentThread() || CURRENT.get() != this) {
      throw new ScopeException(
          "A random state must be closed on the thread that opened it, after those within it.");
    }
    closed = true;
    CURRENT.set(outer);
    if (isOwner) {
      key.close();
    }
  }
}
