package dev.flambeau.training;

import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.BatchNorm1d;
import dev.flambeau.nn.GroupNorm;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.LayerNorm;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Sigmoid;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Small networks and made-up data, which train in a moment on any device. */
enum SmallTraining {
  /** Products around a tile's edge, relu, cross entropy, Adam. */
  CLASSIFIER(
      () -> new Sequential(new Linear(20, 33), new ReLU(), new Linear(33, 10)),
      new CrossEntropyLoss()) {
    @Override
    Optimizer optimizer(Layer model) {
      return Adam.over(model.parameters()).learningRate(1e-2).build();
    }

    @Override
    Tensor input(Device device, int step) {
      return uniform(device, step, 17, 20);
    }

    @Override
    Tensor target(Device device, int step) {
      int[] labels = new int[17];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (i * 7 + step) % 10;
      }
      return device.tensor(labels, labels.length);
    }
  },

  /** Tanh, sigmoid, mean squared error, momentum and weight decay. */
  REGRESSION(
      () ->
          new Sequential(
              new Linear(3, 16), new Tanh(), new Linear(16, 16), new Sigmoid(), new Linear(16, 2)),
      new MSELoss()) {
    @Override
    Optimizer optimizer(Layer model) {
      return SGD.over(model.parameters())
          .learningRate(0.05)
          .momentum(0.9)
          .weightDecay(1e-3)
          .build();
    }

    @Override
    Tensor input(Device device, int step) {
      return uniform(device, step, 8, 3);
    }

    @Override
    Tensor target(Device device, int step) {
      return uniform(device, step + 1_000_000, 8, 2);
    }
  },

  /** Norms of batches, with their running statistics, of groups and of rows. */
  NORMALIZED(
      () ->
          new Sequential(
              new Linear(5, 12),
              new BatchNorm1d(12),
              new ReLU(),
              new GroupNorm(3, 12),
              new BatchNorm1d(12, 1e-5, null, false, true),
              new LayerNorm(12),
              new Linear(12, 2)),
      new MSELoss()) {
    @Override
    Optimizer optimizer(Layer model) {
      return SGD.over(model.parameters()).learningRate(0.05).momentum(0.9).build();
    }

    @Override
    Tensor input(Device device, int step) {
      return uniform(device, step, 33, 5);
    }

    @Override
    Tensor target(Device device, int step) {
      return uniform(device, step + 1_000_000, 33, 2);
    }
  },

  /** A sequence, gradients through time. */
  SEQUENCE(() -> new Sequential(new RNN(1, 12), new Linear(12, 1)), new MSELoss()) {
    @Override
    Optimizer optimizer(Layer model) {
      return Adam.over(model.parameters()).learningRate(1e-2).build();
    }

    @Override
    Tensor input(Device device, int step) {
      return uniform(device, step, 9, 5, 1);
    }

    @Override
    Tensor target(Device device, int step) {
      return uniform(device, step + 1_000_000, 9, 5, 1);
    }
  };

  private final Supplier<Layer> model;
  private final LossFunction loss;

  SmallTraining(Supplier<Layer> model, LossFunction loss) {
    this.model = model;
    this.loss = loss;
  }

  abstract Optimizer optimizer(Layer model);

  abstract Tensor input(Device device, int step);

  abstract Tensor target(Device device, int step);

  private static Tensor uniform(Device device, int step, int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    float[] values = new float[elements];
    new Philox(1, Philox.TRAINING_DATA, 0, step).fill(values, 1);
    return device.tensor(values, shape);
  }

  /** How steps are run. */
  enum Mode {
    EAGER,
    CAPTURED;

    TrainingStep step(Optimizer optimizer, Function<DeviceBatch, Tensor> loss) {
      return this == EAGER
          ? TrainingStep.eager(optimizer, loss)
          : TrainingStep.captured(optimizer, loss);
    }
  }

  /** Trains for some steps and gives the weights' SHA-256. */
  String run(Device device, Mode mode, int steps) {
    return run(device, mode, steps, step -> {});
  }

  /** What is to be done after each step. */
  interface AfterStep {
    void step(int step);
  }

  String run(Device device, Mode mode, int steps, AfterStep after) {
    try (Layer network = network(device);
        Optimizer optimizer = optimizer(network);
        TrainingStep trainingStep = mode.step(optimizer, loss(network))) {
      for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) {
          trainingStep.run(input(device, step), target(device, step));
        }
        after.step(step);
      }
      return Fingerprint.sha256(network);
    }
  }

  /** A model with its first weights. */
  Layer network(Device device) {
    return model.get().to(device, 7);
  }

  /** The loss of a batch under a model. */
  Function<DeviceBatch, Tensor> loss(Layer network) {
    return batch -> loss.of(network.forward(batch.input()), batch.target());
  }

  /** Every device, {@code cpu} with several numbers of threads. */
  static List<Supplier<Device>> devices() {
    List<Supplier<Device>> devices = new ArrayList<>();
    BackendOptions options = BackendOptions.defaults();
    for (int threads : new int[] {1, 2, 3}) {
      devices.add(() -> Device.open("cpu", options.withThreads(threads)));
    }
    for (DeviceInfo device : Device.all()) {
      if (!device.provider().equals("cpu")) {
        devices.add(() -> Device.open(device.name()));
      }
    }
    return devices;
  }
}
