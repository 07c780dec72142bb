package dev.flambeau.faults;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.Map;

/** A recurrent network that is trained for a few steps, one by one, and can go on from copies. */
final class SmallRun implements AutoCloseable {
  /** If they are captured, the first is recorded; the others are replayed. */
  static final int STEPS = 3;

  private final Device device;
  private final Sequential model;
  private final Optimizer optimizer;
  private final TrainingStep step;

  private SmallRun(Device device, Sequential model, boolean captured) {
    this.device = device;
    this.model = model;
    optimizer = Adam.over(model.parameters()).learningRate(1e-2).build();
    step =
        captured
            ? TrainingStep.captured(optimizer, this::loss)
            : TrainingStep.eager(optimizer, this::loss);
  }

  private Tensor loss(DeviceBatch batch) {
    return new MSELoss().of(model.forward(batch.input()), batch.target());
  }

  static SmallRun begin(Device device, boolean captured) {
    Sequential model = new Sequential(new RNN(1, 4), new Linear(4, 1)).to(device, 7);
    return new SmallRun(device, model, captured);
  }

  /** Takes the steps that are left, and gives the weights' hash. */
  String finish() {
    while (steps() < STEPS) {
      step();
    }
    return Fingerprint.sha256(model);
  }

  /** How many steps it has taken. */
  int steps() {
    return (int) optimizer.steps();
  }

  void step() {
    int number = steps();
    try (Scope scope = Scope.open()) {
      step.run(uniform(number), uniform(number + 1_000));
    }
  }

  private Tensor uniform(int number) {
    float[] values = new float[6 * 3];
    new Philox(1, Philox.TRAINING_DATA, 0, number).fill(values, 1);
    return device.tensor(values, 6, 3, 1);
  }

  /** Everything that the run goes on from, on the host. */
  record Copies(Map<String, HostTensor> parameters, Map<String, HostTensor> state) {}

  Copies copies() {
    return new Copies(model.stateDict(), optimizer.stateDict());
  }

  /** Goes on from copies. */
  SmallRun from(Copies copies) {
    model.loadStateDict(copies.parameters());
    optimizer.loadStateDict(copies.state());
    return this;
  }

  @Override
  public void close() {
    step.close();
    optimizer.close();
    model.close();
  }
}
