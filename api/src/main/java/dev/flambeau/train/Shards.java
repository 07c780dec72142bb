package dev.flambeau.train;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Parameter;
import dev.flambeau.op.InPlace;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a step on one device, in turn: each goes forward and backward by itself, and losses
 * and gradients are added in a balanced binary tree over the shard's number (numerics.md,
 * "Shards"), so that they are what workers that share the shards out would have.
 *
 * <p>A sum of 2ᵏ shards waits for its neighbour; at most ⌈log₂ n⌉ wait at a time. The latest one's
 * gradients are the parameters' own, and change in place.
 */
final class Shards implements AutoCloseable {
  /** The sums of 2^height shards. */
  private record Waiting(int height, Tensor loss, Map<Parameter, Tensor> gradients)
      implements AutoCloseable {
    @Override
    public void close() {
      loss.close();
      gradients.values().forEach(Tensor::close);
    }
  }

  /** Computes a shard's loss, and leaves its gradients, alone, with the parameters. */
  @FunctionalInterface
  interface OfShard {
    Tensor differentiate(DeviceBatch part, int shard);
  }

  private static final OptimizerUpdate ADD = new OptimizerUpdate(new InPlace.AddTo());

  private final List<Parameter> parameters;
  private final OfShard ofShard;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** That of the latest shard, and of those that were added to it. */
  private @Nullable Tensor loss;

  /** Shards that compute gradients of these parameters. */
  Shards(List<Parameter> parameters, OfShard ofShard) {
    this.parameters = parameters;
    this.ofShard = ofShard;
  }

  /**
   * Leaves the mean of the shards' gradients with the parameters.
   *
   * @return the mean of their losses
   */
  Tensor run(DeviceBatch batch, int count) {
    for (int i = 0; i < count; i++) {
      differentiate(part(batch, i, count), i);
      int height = 0;
      while (!waiting.isEmpty() && (i == count - 1 || waiting.peek().height == height)) {
        add(waiting.pop());
        height++;
      }
      if (i < count - 1) {
        waiting.push(new Waiting(height, takeLoss(), takeGradients()));
      }
    }
    Functional.update(
        new OptimizerUpdate(new InPlace.DivideBy(count)),
        GradientClipping.gradients(parameters),
        List.of());
    try (Tensor sum = takeLoss()) {
      return sum.div(count);
    }
  }

  private void differentiate(DeviceBatch part, int shard) {
    try (Scope scope = Scope.open()) {
      loss = Scope.outside(ofShard.differentiate(part, shard)::detach);
    }
  }

  /** Adds the sum of the shards before. */
  private void add(Waiting before) {
    try (before;
        Tensor after = takeLoss()) {
      loss = Scope.outside(() -> before.loss.add(after));
      List<Tensor> changed = new ArrayList<>();
      List<Tensor> added = new ArrayList<>();
      before.gradients.forEach(
          (parameter, gradient) -> {
            if (parameter.grad().isPresent()) {
              changed.add(parameter.grad().get());
              added.add(gradient);
            } else {
              Autograd.setGrad(parameter.tensor(), gradient); // what the later ones do not use
            }
          });
      Functional.update(ADD, changed, added);
    }
  }

  private Tensor takeLoss() {
    Tensor taken = Objects.requireNonNull(loss);
    loss = null;
    return taken;
  }

  private Map<Parameter, Tensor> takeGradients() {
    Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      parameter
          .grad()
          .ifPresent(
              gradient -> {
                gradients.put(parameter, Scope.outside(gradient::detach));
                parameter.tensor().zeroGrad();
              });
    }
    return gradients;
  }

  private static DeviceBatch part(DeviceBatch batch, int number, int count) {
    List<Tensor> parts = new ArrayList<>();
    for (Tensor tensor : batch.tensors()) {
      Shape shape = tensor.shape();
      if (shape.rank() == 0 || shape.size(0) % count != 0) {
        throw new ShapeMismatchException(
            "accumulate: "
                + count
                + " parts of equal size need a first axis that divides by "
                + count
                + ", was given "
                + shape
                + ". Take another batch size, and dropLast() of the loader.");
      }
      int size = shape.size(0) / count;
      parts.add(tensor.slice(0, number * size, (number + 1) * size));
    }
    return batch.with(parts);
  }

  /** Frees what waits, where a shard has failed. */
  @Override
  public void close() {
    waiting.forEach(Waiting::close);
    if (loss != null) {
      loss.close();
    }
  }
}
