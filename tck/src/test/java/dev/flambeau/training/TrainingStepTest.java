package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.GradientException;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may change between two runs of a step: a captured one does as an eager one, or refuses. */
class TrainingStepTest {
  private static final int RUNS = 8;

  private final Device device = Device.open("cpu");
  private final Device reference = Device.open("cpu:reference");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
    reference.close();
  }

  /** A layer that reads its mode, a number, a flag and a tensor of the host's. */
  private static final class Net extends Layer {
    final Linear first = child("first", new Linear(4, 4));
    final Linear second = child("second", new Linear(4, 2));
    final Parameter gain = parameter("gain", Initializer.ones(), 2);
    double temperature = 1;
    boolean isDoubled;
    Tensor mask;

    Net(Device device) {
      mask = device.ones(2);
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor hidden = first.forward(x);
      Tensor y = second.forward(isTraining() ? hidden.relu() : hidden);
      Tensor scaled = y.mul(temperature).mul(mask).mul(gain.tensor());
      return isDoubled ? scaled.add(scaled) : scaled;
    }
  }

  /** How a step is made of an optimizer and a loss. */
  private interface Maker
      extends BiFunction<Optimizer, Function<DeviceBatch, Tensor>, TrainingStep> {}

  /** Trains for some runs, with a change in the middle; gives the weights. */
  private String train(Maker maker, Consumer<Net> change) {
    try (Net net = new Net(device).to(device, 1);
        Optimizer optimizer = Adam.over(net.parameters()).learningRate(0.01).build();
        TrainingStep step = maker.apply(optimizer, batch -> loss(net, batch))) {
      for (int run = 0; run < RUNS; run++) {
        if (run == RUNS / 2) {
          change.accept(net);
        }
        step.run(device.ones(2, 4), device.ones(2, 2));
      }
      return Fingerprint.sha256(net);
    }
  }

  private static Tensor loss(Net net, DeviceBatch batch) {
    return new MSELoss().of(net.forward(batch.input()), batch.target());
  }

  // ---- what a plan's key sees ----

  private enum Seen {
    MODE(Net::eval),
    MODE_OF_A_CHILD(net -> net.first.eval()),
    FROZEN(net -> net.first.requiresGrad(false)),
    FROZEN_TENSOR(net -> net.gain.tensor().requiresGrad(false)),
    LOADED(net -> net.loadStateDict(net.stateDict())),
    BEGUN_ANEW(net -> net.reset(3)),
    WRITTEN(net -> net.mask.write(0, 2));

    private final Consumer<Net> change;

    Seen(Consumer<Net> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeThatIsSeenIsRecordedAnew(Seen seen) {
    String eager = train(TrainingStep::eager, seen.change);
    assertEquals(eager, train(TrainingStep::captured, seen.change));
    assertEquals(eager, train(TrainingStep::checked, seen.change));
  }

  @Test
  void modesThatComeBackFindTheirPlan() {
    try (Net net = new Net(device).to(device, 1);
        Optimizer optimizer = Adam.over(net.parameters()).build();
        TrainingStep step = TrainingStep.captured(optimizer, batch -> loss(net, batch))) {
      List<Long> used = new ArrayList<>();
      for (int run = 0; run < 6; run++) {
        if (run % 2 == 0) {
          net.train();
        } else {
          net.eval();
        }
        try (Scope inner = Scope.open()) {
          step.run(device.ones(2, 4), device.ones(2, 2));
        }
        used.add(device.memory().usedBytes());
      }
      assertTrue(used.get(1) > used.get(0), "a plan for each mode");
      assertEquals(used.get(1), used.get(5), "and no more");
    }
  }

  @Test
  void anUnfrozenLayerIsTrained() {
    for (Maker maker : List.<Maker>of(TrainingStep::eager, TrainingStep::captured)) {
      try (Net net = new Net(device).to(device, 1)) {
        net.first.requiresGrad(false);
        try (Optimizer optimizer = Adam.over(net.parameters()).build();
            TrainingStep step = maker.apply(optimizer, batch -> loss(net, batch))) {
          step.run(device.ones(2, 4), device.ones(2, 2));
          step.run(device.ones(2, 4), device.ones(2, 2));
          String frozen = Fingerprint.sha256(net.first);
          step.run(device.ones(2, 4), device.ones(2, 2));
          assertEquals(frozen, Fingerprint.sha256(net.first));
          net.first.requiresGrad(true);
          step.run(device.ones(2, 4), device.ones(2, 2));
          assertNotEquals(frozen, Fingerprint.sha256(net.first));
        }
      }
    }
  }

  @Test
  void whereNothingIsTrainedBothRefuse() {
    for (Maker maker : List.<Maker>of(TrainingStep::eager, TrainingStep::captured)) {
      assertThrows(GradientException.class, () -> train(maker, net -> net.requiresGrad(false)));
    }
  }

  @Test
  void withoutGradientsBothRefuse() {
    for (Maker maker : List.<Maker>of(TrainingStep::eager, TrainingStep::captured)) {
      try (Net net = new Net(device).to(device, 1);
          Optimizer optimizer = Adam.over(net.parameters()).build();
          TrainingStep step = maker.apply(optimizer, batch -> loss(net, batch))) {
        step.run(device.ones(2, 4), device.ones(2, 2));
        try (var noGrad = Tensor.noGrad()) {
          assertThrows(
              GradientException.class, () -> step.run(device.ones(2, 4), device.ones(2, 2)));
        }
        step.run(device.ones(2, 4), device.ones(2, 2));
        assertEquals(2, optimizer.steps());
      }
    }
  }

  @Test
  void aMovedModelGoesOnWhereItLies() {
    String stayed = movedAfter(RUNS, TrainingStep::eager);
    assertEquals(stayed, movedAfter(RUNS / 2, TrainingStep::eager));
    assertEquals(stayed, movedAfter(RUNS / 2, TrainingStep::captured));
  }

  private String movedAfter(int runs, Maker maker) {
    Device at = device;
    try (Sequential model = new Sequential(new Linear(4, 4), new Linear(4, 2)).to(device, 1);
        Optimizer optimizer = Adam.over(model.parameters()).build();
        TrainingStep step =
            maker.apply(
                optimizer,
                batch -> new MSELoss().of(model.forward(batch.input()), batch.target()))) {
      for (int run = 0; run < RUNS; run++) {
        if (run == runs) {
          at = reference;
          model.to(at);
        }
        step.run(at.ones(2, 4), at.ones(2, 2));
      }
      return Fingerprint.sha256(model);
    }
  }

  // ---- what cannot be seen ----

  private enum Unseen {
    NUMBER(net -> net.temperature = 0.5, "Fill[dtype=FLOAT32, shape=(), value=0.5]"),
    FLAG(net -> net.isDoubled = true, "Add[]"),
    TENSOR(net -> net.mask = net.mask.mul(0), "Mul[]");

    private final Consumer<Net> change;
    private final String now;

    Unseen(Consumer<Net> change, String now) {
      this.change = change;
      this.now = now;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCheckedStepNamesTheLineThatDiffers(Unseen unseen) {
    CaptureException refusal =
        assertThrows(CaptureException.class, () -> train(TrainingStep::checked, unseen.change));
    assertTrue(
        refusal
            .getMessage()
            .matches(
                "(?s).*the code now has \\Q"
                    + unseen.now
                    + "\\E at dev.flambeau.training.TrainingStepTest\\$Net.forward"
                    + "\\(TrainingStepTest.java:\\d+\\)\\..*"),
        refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void aCapturedStepFindsItInTheEnd(Unseen unseen) {
    assertThrows(CaptureException.class, () -> train(TrainingStep::captured, unseen.change));
  }

  @Test
  void whatStaysTheSamePassesEveryCheck() {
    Consumer<Net> nothing = net -> {};
    assertEquals(train(TrainingStep::eager, nothing), train(TrainingStep::checked, nothing));
  }

  // ---- losses and ends ----

  @Test
  void aLossIsItsRunsOwnOrGone() {
    for (Maker maker : List.<Maker>of(TrainingStep::eager, TrainingStep::captured)) {
      try (Net net = new Net(device).to(device, 1);
          Optimizer optimizer = Adam.over(net.parameters()).build();
          TrainingStep step = maker.apply(optimizer, batch -> loss(net, batch))) {
        List<Tensor> losses = new ArrayList<>();
        for (int run = 0; run < 5; run++) {
          losses.add(step.run(device.ones(2, 4), device.ones(2, 2)));
        }
        losses.subList(0, 4).forEach(loss -> assertThrows(ClosedTensorException.class, loss::item));
        assertTrue(Float.isFinite(losses.get(4).item()));
      }
    }
  }

  @Test
  void nothingRunsOnceItIsClosed() {
    try (Net net = new Net(device).to(device, 1)) {
      Optimizer optimizer = Adam.over(net.parameters()).build();
      TrainingStep step = TrainingStep.captured(optimizer, batch -> loss(net, batch));
      step.run(device.ones(2, 4), device.ones(2, 2));
      step.close();
      long held = device.memory().usedBytes();
      assertEquals(
          "The training step has been closed.",
          assertThrows(ClosedTensorException.class, () -> step.run(net.mask, net.mask))
              .getMessage());
      assertEquals(held, device.memory().usedBytes());
      optimizer.close();
      List<Runnable> late =
          List.of(
              optimizer::step,
              optimizer::advance,
              optimizer::update,
              optimizer::stateDict,
              () -> optimizer.loadStateDict(Map.<String, HostTensor>of()));
      for (Runnable use : late) {
        assertEquals(
            "The optimizer has been closed, and its state with it.",
            assertThrows(OptimizerException.class, use::run).getMessage());
      }
      assertEquals(1, optimizer.steps());
    }
  }

  @Test
  void aRunThatFailsDoesNotCount() {
    try (Net net = new Net(device).to(device, 1);
        Optimizer optimizer = Adam.over(net.parameters()).build();
        TrainingStep step = TrainingStep.captured(optimizer, batch -> loss(net, batch))) {
      step.run(device.ones(2, 4), device.ones(2, 2));
      String before = Fingerprint.sha256(net);
      assertThrows(FlambeauException.class, () -> step.run(device.ones(2, 3), device.ones(2, 2)));
      assertThrows(FlambeauException.class, () -> step.run(device.ones(2, 4), device.ones(2, 3)));
      assertEquals(1, optimizer.steps());
      assertEquals(before, Fingerprint.sha256(net));
      net.parameters().forEach(parameter -> assertTrue(parameter.grad().isEmpty()));
    }
  }
}
