package dev.flambeau.tensor;

import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.ScopeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frees, at its end, every tensor that its thread made within it.
 *
 * <p>Scopes nest; a tensor belongs to the innermost one that was open when it was made. Gradients
 * of parameters, and what {@link #keep} is given, live on. A scope holds for its thread alone: what
 * other threads make meanwhile, those of a parallel stream as well, belongs to scopes of their own.
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
  private static final String EACH_ITS_OWN =
      " A scope holds for its thread: keep a tensor on the thread and by the scope that made it.";

  private final Thread thread = Thread.currentThread();
  private final @Nullable Scope outer;

  /** What was made here; some may have moved since. */
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

  /** Gives a new tensor to the innermost scope. */
  static @Nullable Scope register(Tensor tensor) {
    Scope scope = CURRENT.get();
    if (scope != null) {
      scope.tensors.add(tensor);
    }
    return scope;
  }

  /**
   * Moves a tensor of this scope, or of one within it, to the scope around this one, or to none. A
   * tensor that lives longer already stays where it is.
   *
   * @return the tensor
   * @throws ScopeException if this scope has been closed, or it or the tensor's is another thread's
   * @throws ClosedTensorException if the tensor has been closed
   */
  public Tensor keep(Tensor tensor) {
    Operands.check("keep", tensor, tensor.device());
    if (closed || thread != Thread.currentThread()) {
      throw new ScopeException(
          closed
              ? "keep: the scope has been closed. Keep a tensor before its scope ends."
              : "keep: the scope is of another thread, " + thread.getName() + "." + EACH_ITS_OWN);
    }
    Scope owner = tensor.scope();
    if (owner != null && owner.isWithin(this)) {
      tensor.moveTo(outer);
      if (outer != null) {
        outer.tensors.add(tensor);
      }
    } else if (owner != null && !isWithin(owner)) {
      throw new ScopeException(
          "keep: the tensor is of a scope that is not within this one, on thread "
              + owner.thread.getName()
              + "."
              + EACH_ITS_OWN);
    }
    return tensor;
  }

  /** Whether it is the other one or was opened within it. */
  private boolean isWithin(Scope other) {
    Scope scope = this;
    while (scope != null && scope != other) {
      scope = scope.outer;
    }
    return scope == other;
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
   * @throws ScopeException if a scope within this one is still open, or on another thread
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (CURRENT.get() != this) {
      throw new ScopeException(
          "A scope must be closed on the thread that opened it, after the scopes within it.");
    }
    closed = true;
    CURRENT.set(outer);
    for (Tensor tensor : tensors) {
      if (tensor.scope() == this) {
        tensor.close();
      }
    }
    tensors.clear();
  }
}
