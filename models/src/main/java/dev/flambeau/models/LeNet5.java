package dev.flambeau.models;

import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.tensor.Tensor;

/**
 * LeNet-5 for grey images of 28 by 28 pixels, with relu and the largest of each window where the
 * paper has tanh and sums, and every map connected with every other.
 *
 * @see "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-Based Learning Applied to Document
 *     Recognition, Proceedings of the IEEE, 1998"
 */
public final class LeNet5 extends Layer {
  private final Conv2d conv1 = child("conv1", new Conv2d(1, 6, 5).padding(2));
  private final MaxPool2d pool1 = child("pool1", new MaxPool2d(2));
  private final Conv2d conv2 = child("conv2", new Conv2d(6, 16, 5));
  private final MaxPool2d pool2 = child("pool2", new MaxPool2d(2));
  private final Linear fc1 = child("fc1", new Linear(16 * 5 * 5, 120));
  private final Linear fc2 = child("fc2", new Linear(120, 84));
  private final Linear fc3;

  /** For ten classes. */
  public LeNet5() {
    this(10);
  }

  /** For so many classes. */
  public LeNet5(int classes) {
    fc3 = child("fc3", new Linear(84, classes));
  }

  /**
   * Applies the network.
   *
   * @param images {@code (N, 1, 28, 28)}
   * @return logits {@code (N, classes)}
   */
  @Override
  public Tensor forward(Tensor images) {
    Tensor x = pool1.forward(conv1.forward(images).relu());
    x = pool2.forward(conv2.forward(x).relu());
    x = fc1.forward(x.reshape(x.shape().size(0), 16 * 5 * 5)).relu();
    return fc3.forward(fc2.forward(x).relu());
  }
}
