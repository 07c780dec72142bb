package dev.flambeau.models;

import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * VGG: convolutions of 3 by 3 alone, in five stages, each followed by the largest of 2 by 2. State
 * and first weights are torchvision's.
 *
 * @see "K. Simonyan, A. Zisserman: Very Deep Convolutional Networks for Large-Scale Image
 *     Recognition, ICLR 2015"
 */
public final class VGG extends Layer {
  private static final int[] WIDTHS = {64, 128, 256, 512, 512};

  /** Convolutions of each stage, by how many layers have weights. */
  private static final Map<Integer, int[]> STAGES =
      Map.of(
          11, new int[] {1, 1, 2, 2, 2},
          13, new int[] {2, 2, 2, 2, 2},
          16, new int[] {2, 2, 3, 3, 3},
          19, new int[] {2, 2, 4, 4, 4});

  private static final Initializer FIRST_LINEAR = Initializer.normal(0, 0.01);

  private final Sequential features;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Sequential classifier;

  private VGG(int depth, boolean hasNorm, int places, Sequential classifier) {
    features = child("features", features(depth, hasNorm));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(places));
    flatten = child("flatten", new Flatten());
    this.classifier = child("classifier", classifier);
  }

  /**
   * A network as in the paper, of {@code (N, 3, H, W)} of 32 by 32 pixels or more: 224 by 224 on
   * ImageNet. Half of what the two wide layers at the end give is left out in training.
   *
   * @param depth 11, 13, 16 or 19 layers with weights
   * @param hasNorm whether a batch norm follows each convolution
   * @throws ModelException if the depth is another
   */
  public static VGG of(int depth, boolean hasNorm, int classes) {
    Sequential classifier =
        new Sequential(
            linear(512 * 7 * 7, 4096),
            new ReLU(),
            new Dropout(),
            linear(4096, 4096),
            new ReLU(),
            new Dropout(),
            linear(4096, classes));
    return new VGG(depth, hasNorm, 7, classifier);
  }

  /**
   * One for images of 32 by 32 pixels, with a single linear layer at the end.
   *
   * @param depth 11, 13, 16 or 19, as in the paper
   * @param hasNorm whether a batch norm follows each convolution
   * @throws ModelException if the depth is another
   */
  public static VGG small(int depth, boolean hasNorm, int classes) {
    return new VGG(depth, hasNorm, 1, new Sequential(linear(512, classes)));
  }

  private static Linear linear(int in, int out) {
    return new Linear(in, out, FIRST_LINEAR, Initializer.zeros());
  }

  private static Sequential features(int depth, boolean hasNorm) {
    int[] convolutions = STAGES.get(depth);
    if (convolutions == null) {
      throw new ModelException(
          "VGG: has a depth of " + new TreeSet<>(STAGES.keySet()) + ", was given " + depth + ".");
    }
    List<Layer> layers = new ArrayList<>();
    int channels = 3;
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      for (int i = 0; i < convolutions[stage]; i++) {
        layers.add(convolution(channels, WIDTHS[stage]));
        channels = WIDTHS[stage];
        if (hasNorm) {
          layers.add(new BatchNorm2d(channels));
        }
        layers.add(new ReLU());
      }
      layers.add(new MaxPool2d(2));
    }
    return new Sequential(layers);
  }

  private static Conv2d convolution(int in, int out) {
    return new Conv2d(in, out, 3)
        .padding(1)
        .firstWeights(Initializer.kaimingNormalFanOut())
        .firstBias(Initializer.zeros());
  }

  /**
   * Applies the network.
   *
   * @param images {@code (N, 3, H, W)}
   * @return logits {@code (N, classes)}
   */
  @Override
  public Tensor forward(Tensor images) {
    return classifier.forward(flatten.forward(avgpool.forward(features.forward(images))));
  }
}
