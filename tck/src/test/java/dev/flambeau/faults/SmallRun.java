package dev.flambeau.faults;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MSELoss;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.Sequential;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Philox;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;

/** A recurrent network that is trained for a few steps, one by one, and can go on from copies. */
final class SmallRun implements AutoCloseable {
  /** The first is eager in either mode, the second is captured, the third replays. */
  static final int STEPS = 3;

  private final Device device;
  private final Module model;
  private final Optimizer optimizer;
  private final TrainingStep step;

  private SmallRun(Device device, Module model, boolean captured) {
    this.device = device;
    this.model = model;
    optimizer = new Adam(model.parameters(), 1e-2f);
    step =
        captured
            ? TrainingStep.captured(model, new MSELoss(), optimizer)
            : TrainingStep.eager(model, new MSELoss(), optimizer);
  }

  static SmallRun begin(Device device, boolean captured) {
    Module model = new Sequential(new RNN(1, 4), new Linear(4, 1)).to(device, 7);
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
  record Copies(long steps, Map<String, float[]> parameters, Map<String, float[]> state) {}

  Copies copies() {
    return new Copies(optimizer.steps(), host(model.stateDict()), host(optimizer.stateDict()));
  }

  private static Map<String, float[]> host(Map<String, Tensor> tensors) {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, tensor.toFloats()));
    return values;
  }

  /** Goes on from copies. */
  SmallRun from(Copies copies) {
    model.stateDict().forEach((name, own) -> own.write(copies.parameters().get(name)));
    optimizer.stateDict().forEach((name, own) -> own.write(copies.state().get(name)));
    optimizer.steps(copies.steps());
    return this;
  }

  @Override
  public void close() {
    step.close();
    optimizer.close();
    model.close();
  }
}
