package dev.flambeau.torch;

import static dev.flambeau.torch.Line.layer;
import static dev.flambeau.torch.Line.nearOfMany;

import dev.flambeau.nn.AlphaDropout;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Sigmoid;
import dev.flambeau.nn.Softmax;
import dev.flambeau.nn.Tanh;
import dev.flambeau.op.Recurrent.Nonlinearity;
import java.util.List;

/** The contract of layers: PyTorch's, with PyTorch's names of parameters. */
final class LayerCases {
  static final List<Line> LINES =
      List.of(
          layer("Linear", () -> new Linear(3, 4)),
          layer("Linear: without bias", () -> new Linear(3, 4, false)),
          layer("ReLU", () -> new ReLU()),
          layer("Sigmoid", () -> new Sigmoid()),
          layer("Tanh", () -> new Tanh()),
          layer("Softmax", () -> new Softmax()),
          layer("Softmax: over 0", () -> new Softmax(0)),
          layer("Sequential", () -> new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2))),
          layer("Dropout: in use", () -> inUse(new Dropout())),
          layer("AlphaDropout: in use", () -> inUse(new AlphaDropout(0.2))),
          layer("RNN", () -> new RNN(4, 5)),
          layer("RNN: relu", () -> new RNN(4, 5, Nonlinearity.RELU)),
          nearOfMany(
              "RNN: from h0", all -> all.in(new RNN(4, 5)).forward(all.get("h0"), all.get("x"))));

  private LayerCases() {}

  /** A layer in the mode for use. */
  static Layer inUse(Layer layer) {
    layer.eval();
    return layer;
  }
}
