package dev.flambeau.torch;

import static dev.flambeau.torch.Line.layer;

import dev.flambeau.nn.CELU;
import dev.flambeau.nn.ELU;
import dev.flambeau.nn.GELU;
import dev.flambeau.nn.GLU;
import dev.flambeau.nn.Hardsigmoid;
import dev.flambeau.nn.Hardswish;
import dev.flambeau.nn.Hardtanh;
import dev.flambeau.nn.LeakyReLU;
import dev.flambeau.nn.LogSigmoid;
import dev.flambeau.nn.LogSoftmax;
import dev.flambeau.nn.Mish;
import dev.flambeau.nn.PReLU;
import dev.flambeau.nn.ReLU6;
import dev.flambeau.nn.SELU;
import dev.flambeau.nn.SiLU;
import dev.flambeau.nn.Softmin;
import dev.flambeau.nn.Softplus;
import dev.flambeau.nn.Softsign;
import dev.flambeau.nn.Tanhshrink;
import java.util.List;

/** The contract of activations as layers: PyTorch's, with PyTorch's defaults. */
final class ActivationCases {
  static final List<Line> LINES =
      List.of(
          layer("LeakyReLU", () -> new LeakyReLU()),
          layer("LeakyReLU: 0.25", () -> new LeakyReLU(0.25)),
          layer("ELU", () -> new ELU()),
          layer("ELU: 0.75", () -> new ELU(0.75)),
          layer("CELU", () -> new CELU()),
          layer("CELU: 0.75", () -> new CELU(0.75)),
          layer("SELU", () -> new SELU()),
          layer("GELU", () -> new GELU()),
          layer("GELU: by tanh", () -> GELU.byTanh()),
          layer("SiLU", () -> new SiLU()),
          layer("Mish", () -> new Mish()),
          layer("Softplus", () -> new Softplus()),
          layer("Softplus: 2.5", () -> new Softplus(2.5)),
          layer("Softsign", () -> new Softsign()),
          layer("Tanhshrink", () -> new Tanhshrink()),
          layer("Hardtanh", () -> new Hardtanh()),
          layer("Hardtanh: -0.75, 1.25", () -> new Hardtanh(-0.75, 1.25)),
          layer("ReLU6", () -> new ReLU6()),
          layer("Hardswish", () -> new Hardswish()),
          layer("Hardsigmoid", () -> new Hardsigmoid()),
          layer("LogSigmoid", () -> new LogSigmoid()),
          layer("LogSoftmax", () -> new LogSoftmax()),
          layer("LogSoftmax: over 0", () -> new LogSoftmax(0)),
          layer("Softmin", () -> new Softmin()),
          layer("Softmin: over 0", () -> new Softmin(0)),
          layer("GLU", () -> new GLU()),
          layer("GLU: over 0", () -> new GLU(0)),
          layer("PReLU", () -> new PReLU()),
          layer("PReLU: of channels", () -> new PReLU(3, 0.25)));

  private ActivationCases() {}
}
