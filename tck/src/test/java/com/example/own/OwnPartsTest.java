package com.example.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.DataLoader;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The parts compute what they are to, and train to the same bits everywhere. */
class OwnPartsTest {
  private static final int WIDTH = 8;

  /** All of the parts in one model, which takes two inputs. */
  private static final class Reader extends Module {
    private final Embedding embedding = child("embedding", new Embedding(6, WIDTH));
    private final GruCell cell = child("cell", new GruCell(WIDTH, WIDTH));
    private final LayerNorm norm = child("norm", new LayerNorm(WIDTH));
    private final MaskedDropout dropout = child("dropout", new MaskedDropout(0.25));
    private final Linear head = child("head", new Linear(WIDTH, 2));

    Tensor forward(Tensor words, Tensor mask) {
      int length = words.shape().size(1);
      Tensor x = embedding.forward(words);
      Tensor h = x.device().zeros(words.shape().size(0), WIDTH);
      for (int t = 0; t < length; t++) {
        Tensor word = x.slice(1, t, t + 1).reshape(words.shape().size(0), WIDTH);
        h = cell.forward(word, h);
      }
      return head.forward(dropout.forward(norm.forward(h), mask));
    }
  }

  private interface Maker
      extends BiFunction<Optimizer, Function<DeviceBatch, Tensor>, TrainingStep> {}

  private static float trained(Device device, Maker maker, Set<String> hashes) {
    var loss = new CrossEntropyLoss();
    try (Reader reader = new Reader().to(device, 5);
        Optimizer optimizer = Adam.over(reader.parameters()).learningRate(0.01).build();
        TrainingStep step =
            maker.apply(
                optimizer,
                batch ->
                    loss.of(
                        reader.forward(batch.input("words"), batch.input("mask")),
                        batch.target("label")))) {
      float last = Float.NaN;
      var loader = new DataLoader(new Sentences(), 16).shuffled(3);
      for (int epoch = 0; epoch < 20; epoch++) {
        for (var batch : loader) {
          try (var scope = Scope.open()) {
            last = step.run(batch.on(device)).item();
          }
        }
      }
      hashes.add(Fingerprint.sha256(reader));
      return last;
    }
  }

  @Test
  void theyTrainToTheSameBitsEverywhere() {
    Set<String> hashes = new HashSet<>();
    for (String name : List.of("cpu", "cpu:reference")) {
      try (Device device = Device.open(name)) {
        for (Maker maker : List.<Maker>of(TrainingStep::eager, TrainingStep::captured)) {
          float last = trained(device, maker, hashes);
          assertTrue(last < 0.5, name + ": a loss of " + last);
        }
      }
    }
    assertEquals(1, hashes.size());
  }

  @Test
  void eachNeedsNoMoreThanSixtyLines() throws IOException {
    Path folder = Path.of("src", "test", "java", "com", "example", "own");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> !file.toString().endsWith("Test.java")).toList()) {
        long lines = Files.readString(file).lines().count();
        assertTrue(lines <= 60, file + " has " + lines + " lines");
      }
    }
  }

  @Test
  void theyComputeWhatTheyAreTo() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      LayerNorm norm = new LayerNorm(4).to(device);
      // (x − 2.5) / √(1.25 + 1e-5)
      assertArrayEquals(
          new float[] {-1.3416355f, -0.4472118f, 0.4472118f, 1.3416355f},
          norm.forward(device.tensor(new float[] {1, 2, 3, 4}, 1, 4)).toFloats(),
          1e-6f);
      Embedding embedding = new Embedding(3, 2).to(device);
      embedding.liveState().get("weight").write(1, 2, 3, 4, 5, 6);
      assertArrayEquals(
          new float[] {5, 6, 1, 2},
          embedding.forward(device.tensor(new int[] {2, 0}, 1, 2)).toFloats());
      MaskedDropout dropout = new MaskedDropout(0.5);
      Tensor mask = device.tensor(new float[] {0, 1}, 2);
      assertArrayEquals(new float[] {0, 2}, dropout.forward(device.ones(2), mask).toFloats());
      dropout.eval();
      assertArrayEquals(new float[] {1, 1}, dropout.forward(device.ones(2), mask).toFloats());
      assertGru(device);
      norm.close();
      embedding.close();
    }
  }

  /** A cell of one value whose weights and biases are all 0.5. */
  private static void assertGru(Device device) {
    try (GruCell cell = new GruCell(1, 1).to(device)) {
      for (Tensor tensor : cell.liveState().values()) {
        tensor.copyFrom(tensor.mul(0).add(0.5).detach());
      }
      double x = 2;
      double h = 0.25;
      double ofInput = 0.5 * x + 0.5;
      double ofState = 0.5 * h + 0.5;
      double gate = 1 / (1 + Math.exp(-(ofInput + ofState)));
      double fresh = Math.tanh(ofInput + gate * ofState);
      Tensor next =
          cell.forward(
              device.tensor(new float[] {(float) x}, 1, 1),
              device.tensor(new float[] {(float) h}, 1, 1));
      assertEquals((1 - gate) * fresh + gate * h, next.item(), 1e-6);
    }
  }
}
