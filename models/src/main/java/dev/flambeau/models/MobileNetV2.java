package dev.flambeau.models;

import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2: blocks that are wide within and narrow between, by convolutions of each channel by
 * itself. State and first weights are torchvision's.
 *
 * @see "M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen: MobileNetV2: Inverted Residuals
 *     and Linear Bottlenecks, CVPR 2018"
 */
public final class MobileNetV2 extends Layer {
  /** The paper's table 2. */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private static final int FIRST = 32;
  private static final int LAST = 1280;

  private final Sequential features;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Sequential classifier;

  /** The usual width, of {@code (N, 3, H, W)}: 224 by 224 pixels on ImageNet. */
  public MobileNetV2(int classes) {
    this(classes, 1);
  }

  /**
   * Another width.
   *
   * @param width how many times the usual channels there are, each number of them rounded to a
   *     multiple of 8 that is no tenth below
   * @throws ModelException if it is not above 0
   */
  public MobileNetV2(int classes, double width) {
    if (!(width > 0)) {
      throw new ModelException("MobileNetV2: takes a width above 0, was given " + width + ".");
    }
    List<Layer> layers = new ArrayList<>();
    int channels = rounded(FIRST * width);
    layers.add(InvertedResidual.normalized(3, channels, 3, 2, 1));
    for (Stage stage : STAGES) {
      int out = rounded(stage.channels() * width);
      for (int i = 0; i < stage.blocks(); i++) {
        int stride = i == 0 ? stage.stride() : 1;
        layers.add(new InvertedResidual(channels, out, stride, stage.expansion()));
        channels = out;
      }
    }
    int last = rounded(LAST * Math.max(1, width));
    layers.add(InvertedResidual.normalized(channels, last, 1, 1, 1));
    features = child("features", new Sequential(layers));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    var linear = new Linear(last, classes, Initializer.normal(0, 0.01), Initializer.zeros());
    classifier = child("classifier", new Sequential(new Dropout(0.2), linear));
  }

  private static int rounded(double channels) {
    int multiple = Math.max(8, (int) (channels + 4) / 8 * 8);
    return multiple < 0.9 * channels ? multiple + 8 : multiple;
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
