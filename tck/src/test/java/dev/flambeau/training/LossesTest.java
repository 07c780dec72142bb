package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.loss.BCELoss;
import dev.flambeau.nn.loss.BCEWithLogitsLoss;
import dev.flambeau.nn.loss.CosineEmbeddingLoss;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.GaussianNLLLoss;
import dev.flambeau.nn.loss.HingeEmbeddingLoss;
import dev.flambeau.nn.loss.HuberLoss;
import dev.flambeau.nn.loss.KLDivLoss;
import dev.flambeau.nn.loss.L1Loss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.Losses;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.nn.loss.MarginRankingLoss;
import dev.flambeau.nn.loss.NLLLoss;
import dev.flambeau.nn.loss.PoissonNLLLoss;
import dev.flambeau.nn.loss.Reduction;
import dev.flambeau.nn.loss.SmoothL1Loss;
import dev.flambeau.nn.loss.TripletMarginLoss;
import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.LabelException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Losses refuse what cannot be right, and have the same bits everywhere; LossCases has values. */
class LossesTest {
  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  // ---- refusals ----

  private static DynamicTest refused(String message, Supplier<?> code) {
    return DynamicTest.dynamicTest(
        message,
        () -> {
          RuntimeException refusal = assertThrows(RuntimeException.class, code::get);
          assertEquals(message, refusal.getMessage());
          assertTrue(
              refusal instanceof ShapeMismatchException || refusal instanceof ModelException,
              refusal.toString());
        });
  }

  private Tensor ones(int... sizes) {
    return device.ones(sizes);
  }

  private Tensor labels(int... labels) {
    return device.tensor(labels, labels.length);
  }

  @TestFactory
  List<DynamicTest> shapesThatDoNotFit() {
    return List.of(
        refused(
            "mseLoss: the target must have the output's shape (2, 1), was given (2)",
            () -> new MSELoss().of(ones(2, 1), ones(2))),
        refused(
            "bceWithLogitsLoss: the target must have the output's shape (2), was given (3)",
            () -> new BCEWithLogitsLoss().withPosWeight(ones(2)).of(ones(2), ones(3))),
        refused(
            "gaussianNllLoss: the target must have the output's shape (2), was given (3)",
            () -> new GaussianNLLLoss().of(ones(2), ones(3), ones(2))),
        refused(
            "tripletMarginLoss: the target must have the output's shape (2), was given (3)",
            () -> new TripletMarginLoss().of(ones(2), ones(2), ones(3))),
        refused(
            "tripletMarginLoss: takes tensors (…, D), was given ()",
            () -> new TripletMarginLoss().of(ones(), ones(), ones())),
        refused(
            "cosineEmbeddingLoss: takes vectors (N, D) and a target (N), or (D) and (), was given"
                + " (2, 3) and (3)",
            () -> new CosineEmbeddingLoss().of(ones(2, 3), ones(2, 3), ones(3))),
        refused(
            "klDivLoss: batchMean() takes an output (N, …), was given ()",
            () -> KLDivLoss.batchMean().of(ones(), ones())),
        refused(
            "crossEntropyLoss: the labels must be (2, 4), were given as (2)",
            () -> new CrossEntropyLoss().of(ones(2, 3, 4), labels(0, 1))),
        refused(
            "crossEntropyLoss: the target must have the output's shape (2, 3), was given (2)",
            () -> new CrossEntropyLoss().of(ones(2, 3), ones(2))),
        refused(
            "nllLoss: takes an output (N, C), (N, C, d₁ …) or (C), was given ()",
            () -> new NLLLoss().of(ones(), labels(1))),
        refused(
            "nllLoss: the weights must be one for each class, (3), were given as (2)",
            () -> new NLLLoss().withWeight(ones(2)).of(ones(2, 3), labels(0, 1))));
  }

  @TestFactory
  List<DynamicTest> settingsThatCannotBeRight() {
    return List.of(
        refused(
            "HuberLoss: delta must be finite and above 0.0, was given 0.0.",
            () -> new HuberLoss(0)),
        refused(
            "SmoothL1Loss: beta must be finite and above 0.0, was given NaN.",
            () -> new SmoothL1Loss(Double.NaN)),
        refused(
            "MarginRankingLoss: margin must be finite, was given Infinity.",
            () -> new MarginRankingLoss(Double.POSITIVE_INFINITY, Reduction.MEAN)),
        refused(
            "CosineEmbeddingLoss: the margin's magnitude must be between 0 and 1, was given 1.5.",
            () -> new CosineEmbeddingLoss(-1.5, Reduction.MEAN)),
        refused(
            "TripletMarginLoss: p must be 1 or 2, was given 3.",
            () -> new TripletMarginLoss(1, 3, 0, false, Reduction.MEAN)),
        refused(
            "PoissonNLLLoss: epsilon must be finite and above 0.0, was given -1.0.",
            () -> new PoissonNLLLoss(true, false, -1, Reduction.MEAN)),
        refused(
            "CrossEntropyLoss: labelSmoothing must be between 0 and 1, was given 1.1.",
            () -> new CrossEntropyLoss().withLabelSmoothing(1.1)));
  }

  @Test
  void labelsThatAreNoClasses() {
    for (LossFunction loss :
        List.of(
            new CrossEntropyLoss(),
            new CrossEntropyLoss(Reduction.SUM),
            new CrossEntropyLoss().withLabelSmoothing(0.1),
            new NLLLoss())) {
      LabelException refusal =
          assertThrows(LabelException.class, () -> loss.of(ones(2, 3), labels(0, 3)));
      String message = refusal.getMessage();
      assertTrue(message.contains(": label 3 at index 1 is not in [0, 3)"), message);
    }
    Tensor computed = ones(2).neg().cast(DType.INT32);
    assertThrows(LabelException.class, () -> new NLLLoss().of(ones(2, 3), computed).item());
  }

  @Test
  void whereAllAreIgnoredTheMeanIsOfNothing() {
    Tensor none = labels(-100, -100);
    assertTrue(Float.isNaN(new NLLLoss().of(ones(2, 3), none).item()));
    assertEquals(0f, new CrossEntropyLoss(Reduction.SUM).of(ones(2, 3), none).item());
  }

  @Test
  void aSingleRowOfScores() {
    Tensor scores = device.tensor(new float[] {1, 2, 4}, 3);
    Tensor label = device.tensor(new int[] {2}, new int[0]);
    float[] found = new CrossEntropyLoss(Reduction.NONE).of(scores, label).toFloats();
    assertArrayEquals(new float[] {0.16984601f}, found, 1e-6f); // PyTorch's
  }

  // ---- functions ----

  @Test
  void eachFunctionIsItsObjectsDefault() {
    Tensor a = device.tensor(new float[] {0.25f, 0.5f, 0.75f, 0.125f}, 2, 2);
    Tensor b = device.tensor(new float[] {0.5f, 0.0625f, 0.5f, 1}, 2, 2);
    Tensor c = device.tensor(new float[] {1, -1, 1, 1}, 2, 2);
    Tensor y = device.tensor(new float[] {1, -1}, 2);
    Tensor labels = labels(1, 0);
    Map<String, List<Tensor>> pairs = new TreeMap<>();
    pairs.put("mse", List.of(Losses.mse(a, b), new MSELoss().of(a, b)));
    pairs.put("l1", List.of(Losses.l1(a, b), new L1Loss().of(a, b)));
    pairs.put("smoothL1", List.of(Losses.smoothL1(a, b), new SmoothL1Loss().of(a, b)));
    pairs.put("huber", List.of(Losses.huber(a, b), new HuberLoss().of(a, b)));
    pairs.put("bce", List.of(Losses.bce(a, b), new BCELoss().of(a, b)));
    pairs.put(
        "bceWithLogits", List.of(Losses.bceWithLogits(a, b), new BCEWithLogitsLoss().of(a, b)));
    pairs.put("klDiv", List.of(Losses.klDiv(a, b), new KLDivLoss().of(a, b)));
    pairs.put("poissonNll", List.of(Losses.poissonNll(a, b), new PoissonNLLLoss().of(a, b)));
    pairs.put(
        "gaussianNll", List.of(Losses.gaussianNll(a, b, b), new GaussianNLLLoss().of(a, b, b)));
    pairs.put(
        "hingeEmbedding", List.of(Losses.hingeEmbedding(a, c), new HingeEmbeddingLoss().of(a, c)));
    pairs.put(
        "marginRanking",
        List.of(Losses.marginRanking(a, b, c), new MarginRankingLoss().of(a, b, c)));
    pairs.put(
        "tripletMargin",
        List.of(Losses.tripletMargin(a, b, c), new TripletMarginLoss().of(a, b, c)));
    pairs.put(
        "cosineEmbedding",
        List.of(Losses.cosineEmbedding(a, b, y), new CosineEmbeddingLoss().of(a, b, y)));
    pairs.put("nll", List.of(Losses.nll(a, labels), new NLLLoss().of(a, labels)));
    pairs.put(
        "crossEntropy",
        List.of(Losses.crossEntropy(a, labels), new CrossEntropyLoss().of(a, labels)));
    pairs.forEach((name, pair) -> assertEquals(pair.get(0).item(), pair.get(1).item(), name));
    assertEquals(
        Stream.of(Losses.class.getDeclaredMethods()).map(Method::getName).sorted().toList(),
        List.copyOf(pairs.keySet()));
    // All differ but one: huber and smoothL1 are one where they meet at 1.
    assertEquals(14, pairs.values().stream().map(pair -> pair.get(0).item()).distinct().count());
  }

  // ---- the same bits everywhere ----

  private static final List<LossFunction> OF_CLASSES =
      List.of(new CrossEntropyLoss(Reduction.NONE).withLabelSmoothing(0.3), new NLLLoss());

  private static List<float[]> bits(Device device, boolean isCaptured) {
    List<float[]> bits = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      float[] values = new float[4 * 5 * 7];
      int[] labels = new int[4 * 7];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i * 37 % 101 - 50) / 20f;
        labels[i % labels.length] = i % 6 == 5 ? -100 : i % 5;
      }
      Tensor x = device.tensor(values, 4, 5, 7).requiresGrad(true);
      Tensor target = device.tensor(labels, 4, 7);
      CapturedStep.Code code = in -> results(x, in.get(0));
      try (CapturedStep step =
          isCaptured ? CapturedStep.record(device, List.of(target), code) : null) {
        List<Tensor> results = step == null ? code.run(List.of(target)) : step.run(List.of(target));
        results.forEach(result -> bits.add(result.toFloats()));
      }
    }
    return bits;
  }

  private static List<Tensor> results(Tensor x, Tensor target) {
    List<Tensor> results = new ArrayList<>();
    for (LossFunction loss : OF_CLASSES) {
      Tensor value = loss.of(x, target);
      value.sum().backward();
      results.add(value);
      results.add(x.grad().orElseThrow().detach());
      x.zeroGrad();
    }
    return results;
  }

  @Test
  void everyDeviceHasTheSameBits() {
    SameBits.assertEverywhere(SameBits.ofReference(LossesTest::bits), LossesTest::bits);
  }
}
