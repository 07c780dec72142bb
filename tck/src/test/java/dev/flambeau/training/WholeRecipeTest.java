package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.io.Checkpoint;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.AdamW;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.Schedule;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that a recipe has at once, to one hash: AdamW with two groups, a warm-up and a cosine,
 * clipping by norm, four micro-batches, dropout; eager, captured, with a part computed again, gone
 * on from a file, on every device.
 */
class WholeRecipeTest {
  private static final int STEPS = 30;
  private static final int BATCH = 20;

  @TempDir Path folder;

  /** A body, which may be computed again on the way back, and a head. */
  private static final class Network extends Layer {
    private final Layer body =
        child(
            "body",
            new Sequential(
                new Linear(13, 40), new Tanh(), new Dropout(0.25), new Linear(40, 33), new ReLU()));
    private final Layer head = child("head", new Sequential(new Dropout(0.1), new Linear(33, 5)));
    private final boolean isComputedAgain;

    Network(boolean isComputedAgain) {
      this.isComputedAgain = isComputedAgain;
    }

    @Override
    public Tensor forward(Tensor x) {
      return head.forward(
          isComputedAgain ? Autograd.checkpoint(body::forward, x) : body.forward(x));
    }
  }

  private static Layer model(Device device, boolean isComputedAgain) {
    return new Network(isComputedAgain).to(device, 11);
  }

  private static Optimizer optimizer(Layer model) {
    List<Parameter> biases =
        model.parameters().stream().filter(each -> each.name().equals("bias")).toList();
    Optimizer optimizer =
        AdamW.over(model.parameters())
            .learningRate(0.01)
            .weightDecay(0.1)
            .group(biases, group -> group.weightDecay(0).betas(0.8, 0.99).learningRate(0.02))
            .build();
    optimizer.schedule(Schedule.cosine(25, 1e-4).afterWarmUp(5, 0.1));
    return optimizer;
  }

  private static void train(Layer model, Optimizer optimizer, Mode mode, int from, int to) {
    Device device = model.parameters().get(0).tensor().device();
    var loss = new CrossEntropyLoss();
    try (TrainingStep step =
        mode.step(optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))
            .accumulate(4)
            .seed(5)
            .clipGradNorm(0.25)) {
      for (int i = from; i < to; i++) {
        try (Scope scope = Scope.open()) {
          step.run(input(device, i), target(device, i));
        }
      }
    }
  }

  private static Tensor input(Device device, int step) {
    float[] values = new float[BATCH * 13];
    new Philox(3, Philox.TRAINING_DATA, 0, step).fill(values, 2);
    return device.tensor(values, BATCH, 13);
  }

  private static Tensor target(Device device, int step) {
    int[] labels = new int[BATCH];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (i * 3 + step) % 5;
    }
    return device.tensor(labels, BATCH);
  }

  private static String trained(Device device, Mode mode, boolean isComputedAgain) {
    try (Layer model = model(device, isComputedAgain);
        Optimizer optimizer = optimizer(model)) {
      train(model, optimizer, mode, 0, STEPS);
      return Fingerprint.sha256(model);
    }
  }

  private String resumed(Device device, Mode before, Mode after) {
    Path file = folder.resolve("run.safetensors");
    try (Layer model = model(device, false);
        Optimizer optimizer = optimizer(model)) {
      train(model, optimizer, before, 0, 12);
      Checkpoint.save(model, optimizer, file);
    }
    try (Layer model = model(device, false);
        Optimizer optimizer = optimizer(model)) {
      Checkpoint.load(model, optimizer, file);
      train(model, optimizer, after, 12, STEPS);
      return Fingerprint.sha256(model);
    }
  }

  private static final String HASH =
      "cbf9533c75f38448fc17cfe0d34be79e02fff17f8d516b57efb01f27c5573e0a";

  @Test
  void oneHashOnTheReference() {
    try (Device device = Device.open("cpu:reference")) {
      assertEquals(HASH, trained(device, Mode.EAGER, false));
      assertEquals(HASH, trained(device, Mode.CAPTURED, true));
      assertEquals(HASH, resumed(device, Mode.EAGER, Mode.CAPTURED));
    }
  }

  @Test
  void withoutDropoutItIsAnotherRun() {
    try (Device device = Device.open("cpu");
        Layer model = model(device, false);
        Optimizer optimizer = optimizer(model)) {
      model.eval(); // nothing is drawn
      train(model, optimizer, Mode.CAPTURED, 0, STEPS);
      assertNotEquals(HASH, Fingerprint.sha256(model));
    }
  }

  @Tag("opencl")
  @Test
  void oneHashOnEveryDevice() {
    List<Supplier<Device>> devices = SmallTraining.devices();
    assertTrue(devices.size() >= 3);
    for (Supplier<Device> named : devices) {
      try (Device device = named.get()) {
        for (Mode mode : Mode.values()) {
          assertEquals(HASH, trained(device, mode, false), device + ", " + mode);
        }
        assertEquals(HASH, trained(device, Mode.CAPTURED, true), device + ", computed again");
        assertEquals(HASH, resumed(device, Mode.CAPTURED, Mode.EAGER), device + ", resumed");
      }
    }
  }
}
