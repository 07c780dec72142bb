package dev.flambeau.benchmarks.command.loading;

import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.images.dataset.ImageFolder;
import dev.flambeau.images.transform.Normalize;
import dev.flambeau.images.transform.RandomHorizontalFlip;
import dev.flambeau.images.transform.RandomResizedCrop;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Epochs over JPEGs of 224 by 224: read, cropped, mirrored, and learned by two linear layers. */
public final class PictureSteps implements AutoCloseable {
  private static final int SIDE = 224;
  private static final int NUMBERS = 3 * SIDE * SIDE;
  private static final int HIDDEN = 64;

  private final Device device;
  private final @Nullable Integer wait;
  private final JpegFolder folder;
  private final DataLoader alone;
  private final DataLoader ahead;
  private final Sequential model =
      new Sequential(new Linear(NUMBERS, HIDDEN), new ReLU(), new Linear(HIDDEN, 2));
  private final Optimizer optimizer;
  private final TrainingStep step;

  /** Seconds of a batch: loaded only, learned only, both in turn, and loaded ahead. */
  public record Times(Timing load, Timing step, Timing inTurn, Timing ahead) {}

  /**
   * Makes as many pictures as so many batches take.
   *
   * @param wait milliseconds that stand for a step; null for a real one
   */
  public PictureSteps(
      Device device, int batches, int batchSize, int workers, @Nullable Integer wait)
      throws IOException {
    this.device = device;
    this.wait = wait;
    folder = new JpegFolder(batches * batchSize, SIDE);
    Transforms transforms =
        Transforms.of(new RandomResizedCrop(SIDE), new RandomHorizontalFlip())
            .normalize(Normalize.IMAGENET);
    alone =
        new DataLoader(ImageFolder.open(folder.root()).transformed(transforms, 1), batchSize)
            .shuffled(1);
    ahead = alone.workers(workers);
    model.to(device, 1);
    optimizer = SGD.over(model.parameters()).learningRate(1e-6).build();
    CrossEntropyLoss loss = new CrossEntropyLoss();
    step =
        new StepOptions()
            .step(
                optimizer,
                b -> loss.of(model.forward(b.input().reshape(batchSize, NUMBERS)), b.target()));
  }

  /** Each kind of epoch by turns, after so many rounds that do not count. */
  public Times time(int warmUp, int rounds) {
    List<List<Double>> seconds = new ArrayList<>();
    for (int kind = 0; kind < 4; kind++) {
      seconds.add(new ArrayList<>());
    }
    for (int round = -warmUp; round < rounds; round++) {
      int epoch = round + warmUp;
      double[] took = {
        epoch(alone, epoch, false), steps(), epoch(alone, epoch, true), epoch(ahead, epoch, true)
      };
      for (int kind = 0; round >= 0 && kind < took.length; kind++) {
        seconds.get(kind).add(took[kind] / alone.batches());
      }
    }
    return new Times(
        new Timing(seconds.get(0)),
        new Timing(seconds.get(1)),
        new Timing(seconds.get(2)),
        new Timing(seconds.get(3)));
  }

  private double epoch(DataLoader loader, int epoch, boolean learned) {
    long start = System.nanoTime();
    for (Batch batch : loader.epoch(epoch)) {
      if (learned) {
        learn(batch);
      }
    }
    device.synchronize();
    return (System.nanoTime() - start) * 1e-9;
  }

  /** As many steps as an epoch has, over one batch. */
  private double steps() {
    Batch batch = alone.epoch(0).iterator().next();
    long start = System.nanoTime();
    for (int i = 0; i < alone.batches(); i++) {
      learn(batch);
    }
    device.synchronize();
    return (System.nanoTime() - start) * 1e-9;
  }

  private void learn(Batch batch) {
    if (wait != null) {
      LockSupport.parkNanos(wait * 1_000_000L);
      return;
    }
    try (Scope scope = Scope.open()) {
      step.run(batch.on(device));
    }
  }

  @Override
  public void close() throws IOException {
    ahead.close();
    step.close();
    optimizer.close();
    model.close();
    folder.close();
  }
}
