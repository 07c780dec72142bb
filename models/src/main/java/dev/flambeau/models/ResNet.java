package dev.flambeau.models;

import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Residual networks: stages of blocks that add to what they are given, each stage at half the size
 * and twice the width of the one before. State and first weights are torchvision's.
 *
 * @see "K. He, X. Zhang, S. Ren, J. Sun: Deep Residual Learning for Image Recognition, CVPR 2016"
 */
public final class ResNet extends Layer {
  private interface Block {
    Layer of(int in, int width, int stride);
  }

  /**
   * A form.
   *
   * @param expansion how many times its width goes out of a block
   * @param blocks how many there are in each stage
   * @param width of the first stage
   * @param isSmall whether it takes small images: a stem of 3 by 3 that keeps their size
   */
  private record Form(Block block, int expansion, int[] blocks, int width, boolean isSmall) {}

  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final @Nullable MaxPool2d maxpool;
  private final List<Sequential> stages = new ArrayList<>();
  private final AdaptiveAvgPool2d avgpool;
  private final Linear fc;

  private ResNet(Form form, int classes) {
    int channels = form.width();
    conv1 = child("conv1", Convolution.of(3, channels, form.isSmall() ? 3 : 7, stemStride(form)));
    bn1 = child("bn1", new BatchNorm2d(channels));
    maxpool = child("maxpool", form.isSmall() ? null : new MaxPool2d(3).stride(2).padding(1));
    for (int i = 0; i < form.blocks().length; i++) {
      stages.add(child("layer" + (i + 1), stage(form, i, channels)));
      channels = (form.width() << i) * form.expansion();
    }
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    fc = child("fc", new Linear(channels, classes));
  }

  private static int stemStride(Form form) {
    return form.isSmall() ? 1 : 2;
  }

  private static Sequential stage(Form form, int number, int channels) {
    int width = form.width() << number;
    List<Layer> blocks = new ArrayList<>();
    for (int i = 0; i < form.blocks()[number]; i++) {
      int in = i == 0 ? channels : width * form.expansion();
      blocks.add(form.block().of(in, width, i == 0 && number > 0 ? 2 : 1));
    }
    return new Sequential(blocks);
  }

  private static ResNet large(Block block, int expansion, int classes, int... blocks) {
    return new ResNet(new Form(block, expansion, blocks, 64, false), classes);
  }

  /** ResNet-18, of {@code (N, 3, H, W)}: 224 by 224 pixels on ImageNet. */
  public static ResNet resNet18(int classes) {
    return large(BasicBlock::new, 1, classes, 2, 2, 2, 2);
  }

  /** ResNet-34. */
  public static ResNet resNet34(int classes) {
    return large(BasicBlock::new, 1, classes, 3, 4, 6, 3);
  }

  /** ResNet-50, with bottlenecks. */
  public static ResNet resNet50(int classes) {
    return large(Bottleneck::new, Bottleneck.EXPANSION, classes, 3, 4, 6, 3);
  }

  /**
   * The paper's networks for images of 32 by 32 pixels, {@code (N, 3, 32, 32)}: three stages of 16,
   * 32 and 64 channels, 6 · blocksAStage + 2 layers deep. Three blocks are ResNet-20, one ResNet-8.
   * Where the size changes the shortcut is a projection; the paper pads with zeros there.
   *
   * @throws ModelException if there is no block
   */
  public static ResNet small(int blocksAStage, int classes) {
    if (blocksAStage < 1) {
      throw new ModelException("ResNet: 1 block a stage or more, was given " + blocksAStage + ".");
    }
    int[] blocks = {blocksAStage, blocksAStage, blocksAStage};
    return new ResNet(new Form(BasicBlock::new, 1, blocks, 16, true), classes);
  }

  /**
   * Applies the network.
   *
   * @param images {@code (N, 3, H, W)}
   * @return logits {@code (N, classes)}
   */
  @Override
  public Tensor forward(Tensor images) {
    Tensor x = bn1.forward(conv1.forward(images)).relu();
    if (maxpool != null) {
      x = maxpool.forward(x);
    }
    for (Sequential stage : stages) {
      x = stage.forward(x);
    }
    Tensor means = avgpool.forward(x);
    return fc.forward(means.reshape(means.shape().size(0), means.shape().size(1)));
  }
}
