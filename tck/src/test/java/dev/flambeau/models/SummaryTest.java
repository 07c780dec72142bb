package dev.flambeau.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Embedding;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Summary;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.train.Fingerprint;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final String LENET =
      """
      name   layer or op  output           parameters  multiply-adds  output bytes
      conv1  Conv2d       (1, 6, 28, 28)          156        117,600        18,816
             relu         (1, 6, 28, 28)            0              0        18,816
             maxPool      (1, 6, 14, 14)            0              0         4,704
      conv2  Conv2d       (1, 16, 10, 10)       2,416        240,000         6,400
             relu         (1, 16, 10, 10)           0              0         6,400
             maxPool      (1, 16, 5, 5)             0              0         1,600
      fc1    Linear       (1, 120)             48,120         48,000           480
             relu         (1, 120)                  0              0           480
      fc2    Linear       (1, 84)              10,164         10,080           336
             relu         (1, 84)                   0              0           336
      fc3    Linear       (1, 10)                 850            840            40
      total                                    61,706        416,520        58,408
      61,706 parameters are trained.
      """;

  @Test
  void lenetHasItsTable() {
    assertEquals(LENET, Summary.of(new LeNet5(), 1, 1, 28, 28).toString());
  }

  @Test
  void digitsAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(LENET, Summary.of(new LeNet5(), 1, 1, 28, 28).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void assertSize(long parameters, long multiplyAdds, Layer model) {
    Summary summary = Summary.of(model, 1, 3, 224, 224);
    assertEquals(parameters, summary.parameters());
    assertEquals(parameters, summary.rows().stream().mapToLong(Summary.Row::parameters).sum());
    assertEquals(multiplyAdds, summary.multiplyAdds());
  }

  /** As the papers and torchvision's pages have them; no values are there, whatever the size. */
  @Test
  void largeModelsNeedNoMemory() {
    assertSize(11_689_512, 1_814_073_344L, ResNet.resNet18(1000));
    assertSize(25_557_032, 4_089_184_256L, ResNet.resNet50(1000));
    assertSize(138_357_544, 15_470_264_320L, VGG.of(16, false, 1000));
    assertSize(3_504_872, 300_774_272L, new MobileNetV2(1000));
  }

  @Test
  void whatAModelHasIsLeftAsItWas() {
    try (Device device = Device.open("cpu");
        Sequential model =
            new Sequential(new Linear(3, 4), new Dropout(), new Linear(4, 2)).to(device, 1)) {
      String before = Fingerprint.sha256(model);
      model.layers().get(2).eval();
      model.layers().get(0).requiresGrad(false);
      Summary summary = Summary.of(model, 5, 3);
      assertEquals(26, summary.parameters());
      assertEquals(10, summary.trained());
      assertThrows(ShapeMismatchException.class, () -> Summary.of(model, 5, 4));
      assertEquals(before, Fingerprint.sha256(model));
      assertTrue(model.isTraining());
      assertTrue(model.layers().get(0).isTraining());
      assertFalse(model.layers().get(2).isTraining());
    }
  }

  private static final class Translator extends Module {
    private final Embedding words = child("words", new Embedding(20, 6));
    private final RNN states = child("states", new RNN(6, 8));
    private final Parameter gain = parameter("gain", Initializer.ones(), 8);

    Tensor forward(Tensor sentence, Tensor before) {
      Tensor all = states.forward(before, words.forward(sentence));
      return all.mul(gain.tensor()).matmul(all.transpose(1, 2));
    }
  }

  @Test
  void aModuleHandsInItsForwardPass() {
    Translator model = new Translator();
    Summary summary =
        Summary.of(
            model,
            given -> model.forward(given.get(0), given.get(1)),
            new TensorType(DType.INT32, Shape.of(5, 2)),
            new TensorType(DType.FLOAT32, Shape.of(2, 8)));
    List<String> rows = summary.rows().stream().map(row -> row.name() + ", " + row.kind()).toList();
    assertEquals(
        List.of("words, Embedding", "states, RNN", ", Translator", ", transpose", ", matmul"),
        rows);
    assertEquals(8, summary.rows().get(2).parameters());
    assertEquals(5 * 2 * 8 * (6 + 8) + 5 * 2 * 8 * 2, summary.multiplyAdds());
  }

  @Test
  void aTransposedConvolutionCountsItsInputs() {
    Summary summary = Summary.of(new ConvTranspose2d(3, 4, 2).stride(2), 1, 3, 5, 5);
    assertEquals(3 * 25 * 4 * 4, summary.multiplyAdds());
  }

  /** Parameters count once, work each time. */
  @Test
  void aLayerThatIsUsedTwiceHasTwoRows() {
    Linear shared = new Linear(3, 3, false);
    Summary summary = Summary.of(new Sequential(shared, new Dropout(), shared), 1, 3);
    assertEquals(9, summary.parameters());
    assertEquals(18, summary.multiplyAdds());
  }

  private static final class Reading extends Layer {
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(x.sum().item());
    }
  }

  @Test
  void valuesThatAreReadBackAreRefused() {
    CaptureException e = assertThrows(CaptureException.class, () -> Summary.of(new Reading(), 2));
    assertEquals(
        "A model is run for its shapes alone, without values: its forward pass may read none back.",
        e.getMessage());
  }
}
