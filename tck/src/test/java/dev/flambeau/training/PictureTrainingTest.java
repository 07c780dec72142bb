package dev.flambeau.training;

import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureWriter;
import dev.flambeau.images.dataset.ImageFolder;
import dev.flambeau.images.transform.ColorJitter;
import dev.flambeau.images.transform.Normalize;
import dev.flambeau.images.transform.RandomErasing;
import dev.flambeau.images.transform.RandomHorizontalFlip;
import dev.flambeau.images.transform.RandomResizedCrop;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on a folder of pictures: the same weights on every device, with workers or without. */
@Tag("opencl")
class PictureTrainingTest {
  private static final int SIDE = 8;
  private static final int NUMBERS = 3 * SIDE * SIDE;
  private static final int BATCH = 4;
  private static final Transforms TRANSFORMS =
      Transforms.of(
              new RandomResizedCrop(SIDE),
              new RandomHorizontalFlip(),
              new ColorJitter(0.3, 0.3, 0.3),
              new RandomErasing())
          .normalize(Normalize.IMAGENET);

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writePictures() throws IOException {
    for (int i = 0; i < 22; i++) {
      byte[] levels = new byte[(12 + i % 3) * 14 * 3];
      Philox random = new Philox(3, Philox.TRAINING_DATA, 0, i);
      for (int k = 0; k < levels.length; k++) {
        levels[k] = (byte) (random.word(k) >>> 24 & (i % 2 == 0 ? 0x7F : 0xFF));
      }
      Path kind = Files.createDirectories(folder.resolve("class" + i % 2));
      PictureWriter.write(new Picture(levels, 12 + i % 3, 14, 3), kind.resolve(i + ".png"));
    }
  }

  private List<float[]> trained(Device device, boolean isCaptured, int workers) {
    try (Sequential model = new Sequential(new Linear(NUMBERS, 16), new ReLU(), new Linear(16, 2));
        DataLoader loader = new DataLoader(data(), BATCH).shuffled(2).dropLast().workers(workers)) {
      model.to(device, 1);
      CrossEntropyLoss loss = new CrossEntropyLoss();
      Function<DeviceBatch, Tensor> forward =
          batch -> loss.of(model.forward(batch.input().reshape(BATCH, NUMBERS)), batch.target());
      try (Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.01).build();
          TrainingStep step =
              isCaptured
                  ? TrainingStep.captured(optimizer, forward)
                  : TrainingStep.eager(optimizer, forward)) {
        for (int epoch = 0; epoch < 2; epoch++) {
          for (Batch batch : loader.epoch(epoch)) {
            try (Scope scope = Scope.open()) {
              step.run(batch.on(device));
            }
          }
        }
      }
      return model.parameters().stream().map(each -> each.tensor().toFloats()).toList();
    }
  }

  private Dataset data() {
    try {
      return ImageFolder.open(folder).transformed(TRANSFORMS, 9);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyDeviceAndAnyNumberOfWorkersHaveTheSameWeights() {
    List<float[]> expected =
        SameBits.ofReference((device, isCaptured) -> trained(device, isCaptured, 0));
    SameBits.assertEverywhere(expected, (device, isCaptured) -> trained(device, isCaptured, 0));
    SameBits.assertEverywhere(expected, (device, isCaptured) -> trained(device, isCaptured, 3));
  }
}
