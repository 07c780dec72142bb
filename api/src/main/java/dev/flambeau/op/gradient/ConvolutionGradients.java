package dev.flambeau.op.gradient;

import dev.flambeau.op.Convolution;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.Value;
import java.util.List;
import java.util.stream.IntStream;

/** The gradients of each convolution are the other two. */
final class ConvolutionGradients {
  private ConvolutionGradients() {}

  static void register() {
    Gradients.put(Conv.class, ConvolutionGradients::conv);
    Gradients.put(ConvTranspose.class, ConvolutionGradients::transposed);
    Gradients.put(ConvWeightGradient.class, ConvolutionGradients::weight);
  }

  private static void conv(Conv op, Backward b) {
    if (b.needs(0)) {
      b.give(0, ofImages(op, b, b.gradient(), b.input(1)));
    }
    if (b.needs(1)) {
      var ofWeight = new ConvWeightGradient(op.window(), op.groups());
      b.give(1, b.input(0).then(ofWeight, b.gradient()));
    }
    bias(op, b);
  }

  /** The gradient of the images that the window slid over, input 0. */
  private static Value ofImages(Convolution op, Backward b, Value outputs, Value weight) {
    var sizes = op.window().passed(b.shape(0));
    return outputs.then(new ConvTranspose(op.window(), op.groups(), sizes, false), weight);
  }

  /** The Sum over images and positions. */
  private static void bias(Convolution op, Backward b) {
    if (op.hasBias() && b.needs(2)) {
      Value g = b.gradient();
      List<Integer> others =
          IntStream.range(0, g.shape().rank()).filter(axis -> axis != 1).boxed().toList();
      b.give(2, g.sum(others, false));
    }
  }

  private static void transposed(ConvTranspose op, Backward b) {
    if (b.needs(0)) {
      b.give(0, b.gradient().then(new Conv(op.window(), op.groups(), false), b.input(1)));
    }
    if (b.needs(1)) {
      var ofWeight = new ConvWeightGradient(op.window(), op.groups());
      b.give(1, b.gradient().then(ofWeight, b.input(0)));
    }
    bias(op, b);
  }

  private static void weight(ConvWeightGradient op, Backward b) {
    if (b.needs(0)) {
      b.give(0, ofImages(op, b, b.input(1), b.gradient()));
    }
    if (b.needs(1)) {
      b.give(1, b.input(0).then(new Conv(op.window(), op.groups(), false), b.gradient()));
    }
  }
}
