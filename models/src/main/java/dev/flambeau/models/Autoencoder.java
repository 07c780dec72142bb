package dev.flambeau.models;

import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Sigmoid;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolutional autoencoder of images in [0, 1]: convolutions that halve the size, and transposed
 * ones that bring it back.
 *
 * @see "J. Masci, U. Meier, D. Ciresan, J. Schmidhuber: Stacked Convolutional Auto-Encoders for
 *     Hierarchical Feature Extraction, ICANN 2011"
 */
public final class Autoencoder extends Layer {
  private final Sequential encoder;
  private final Sequential decoder;

  /**
   * A network.
   *
   * @param channels of the images
   * @param widths channels behind each halving of the size; the last are the code's
   * @throws ModelException if there are no widths
   */
  public Autoencoder(int channels, int... widths) {
    if (widths.length == 0) {
      throw new ModelException("Autoencoder: takes 1 width or more, was given none.");
    }
    List<Layer> down = new ArrayList<>();
    List<Layer> up = new ArrayList<>();
    int in = channels;
    for (int out : widths) {
      if (!down.isEmpty()) {
        down.add(new ReLU());
      }
      down.add(new Conv2d(in, out, 3).stride(2).padding(1));
      // From the end on: the last one that is made is the first one behind the code.
      List<Layer> back = new ArrayList<>();
      back.add(new ReLU());
      back.add(new ConvTranspose2d(out, in, 3).stride(2).padding(1).outputPadding(1));
      up.addAll(0, back);
      in = out;
    }
    up.add(new Sigmoid());
    encoder = child("encoder", new Sequential(down));
    decoder = child("decoder", new Sequential(up));
  }

  /**
   * Gives the code of images.
   *
   * @param images {@code (N, channels, H, W)}; H and W divide by 2 as often as there are widths
   * @return {@code (N, last width, H / 2ⁿ, W / 2ⁿ)}
   */
  public Tensor encode(Tensor images) {
    return encoder.forward(images);
  }

  /** Gives the images of a code, each element in (0, 1). */
  public Tensor decode(Tensor code) {
    return decoder.forward(code);
  }

  /** Gives images as they come back from their code: of the input's shape. */
  @Override
  public Tensor forward(Tensor images) {
    return decode(encode(images));
  }
}
