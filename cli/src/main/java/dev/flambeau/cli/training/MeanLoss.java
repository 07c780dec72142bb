package dev.flambeau.cli.training;

import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean loss over many steps. Losses stay on the device and are read some steps late, many at
 * once, since every read makes the host wait for the device.
 */
public final class MeanLoss implements AutoCloseable {
  private static final int READ_EVERY = 64;

  private record Step(Tensor loss, int samples) {}

  private final List<Step> unread = new ArrayList<>();
  private double sum;
  private long samples;

  /** Adds a step's loss, weighted by the samples that it is the mean of. */
  public void add(Tensor loss, int samples) {
    Tensor copy = Scope.outside(() -> copy(loss)); // the next step closes it
    unread.add(new Step(copy, samples));
    if (unread.size() == READ_EVERY) {
      read();
    }
  }

  /** A cast to its own type is a copy. */
  private static Tensor copy(Tensor tensor) {
    try (NoGrad noGrad = Tensor.noGrad()) {
      return tensor.cast(tensor.dtype());
    }
  }

  private void read() {
    for (Step step : unread) {
      sum += (double) step.loss().item() * step.samples();
      samples += step.samples();
      step.loss().close();
    }
    unread.clear();
  }

  /** The mean since the last call; begins anew. */
  public double take() {
    read();
    double mean = sum / samples;
    sum = 0;
    samples = 0;
    return mean;
  }

  @Override
  public void close() {
    unread.forEach(step -> step.loss().close());
    unread.clear();
  }
}
