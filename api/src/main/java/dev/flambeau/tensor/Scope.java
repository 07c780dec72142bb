package dev.flambeau.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frees, at its end, every tensor that its thread made within it.
 *
 * <p>Scopes nest; a tensor belongs to the innermost one that was open when it was made. Gradients
 * of parameters, and what {@link #keep} is given, live on.
 *
 * <pre>{@code
 * try (var scope = Scope.open()) {
 *   loss.of(model.forward(x), y).backward();
 *   optimizer.step();
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
  private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

  private final @Nullable Scope outer;
  private final List<Tensor> tensors = new ArrayList<>();
  private boolean closed;

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /** Opens a scope on this thread. */
  public static Scope open() {
    Scope scope = new Scope(CURRENT.get());
    CURRENT.set(scope);
    return scope;
  }

  static void register(Tensor tensor) {
    Scope scope = CURRENT.get();
    if (scope != null) {
      scope.tensors.add(tensor);
    }
  }

  /** Moves a tensor to the scope around this one, or to none; gives the tensor. */
  public Tensor keep(Tensor tensor) {
    if (tensors.removeIf(own -> own == tensor) && outer != null) {
      outer.tensors.add(tensor);
    }
    return tensor;
  }

  /** Runs code whose tensors belong to no scope: their maker closes them. */
  public static <T> T outside(Supplier<T> code) {
    Scope scope = CURRENT.get();
    CURRENT.remove();
    try {
      return code.get();
    } finally {
      CURRENT.set(scope);
    }
  }

  /**
   * Frees the scope's tensors. A second call does nothing.
   *
   * @throws IllegalStateException if a scope within this one is still open, or on another thread
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (CURRENT.get() != this) {
      throw new IllegalStateException(
          "A scope must be closed on the thread that opened it, after the scopes within it.");
    }
    closed = true;
    CURRENT.set(outer);
    tensors.forEach(Tensor::close);
    tensors.clear();
  }
}
