package com.example.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.GradientException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions with a forward and a backward of one's own, by public API alone. */
class OwnGradientTest {
  /** +1 or −1, whose gradient passes straight through (Y. Bengio and others, 2013). */
  private record Binarize() implements Autograd.Function {
    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
      Tensor x = inputs.get(0);
      return List.of(Tensor.where(x.ge(x.constant(0)), x.constant(1), x.constant(-1)));
    }

    @Override
    public void backward(Autograd.Context context) {
      context.give(0, context.gradient(0));
    }
  }

  /** x³ and x² of one input, by what was computed forward; its gradient can be differentiated. */
  private record CubeAndSquare() implements Autograd.Function {
    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
      Tensor square = inputs.get(0).square();
      return List.of(square.mul(inputs.get(0)), square);
    }

    @Override
    public void backward(Autograd.Context context) {
      Tensor ofCube = context.gradient(0).mul(context.output(1)).mul(3);
      Tensor ofSquare = context.gradient(1).mul(context.input(0)).mul(2);
      context.give(0, ofCube.add(ofSquare));
    }
  }

  /** Gives what it is told to. */
  private record Giving(Consumer<Autograd.Context> backward) implements Autograd.Function {
    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
      return inputs; // as they are
    }

    @Override
    public void backward(Autograd.Context context) {
      backward.accept(context);
    }

    @Override
    public String name() {
      return "giving";
    }
  }

  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();
  private final Tensor x = device.tensor(new float[] {-2, 3}, 2).requiresGrad(true);

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  private static float[] gradient(Tensor tensor) {
    return tensor.grad().orElseThrow().toFloats();
  }

  @Test
  void aGradientIsWhatItIsSaidToBe() {
    Tensor y = Autograd.apply(new Binarize(), x);
    assertArrayEquals(new float[] {-1, 1}, y.toFloats());
    y.mul(5).sum().backward();
    assertArrayEquals(new float[] {5, 5}, gradient(x));
  }

  @Test
  void capturedAsEager() {
    CapturedStep.Code code =
        in -> {
          Autograd.apply(new Binarize(), in.get(0)).mul(5).sum().backward();
          Tensor gradient = in.get(0).grad().orElseThrow().neg();
          in.get(0).zeroGrad();
          return List.of(gradient);
        };
    try (CapturedStep step = CapturedStep.record(device, List.of(x), code)) {
      assertArrayEquals(new float[] {-5, -5}, step.run(List.of(x)).get(0).toFloats());
    }
  }

  @Test
  void severalOutputsAndTheirSecondDerivatives() {
    List<Tensor> outputs = Autograd.apply(new CubeAndSquare(), List.of(x));
    Tensor y = outputs.get(0).add(outputs.get(1)).sum();
    Tensor first = Autograd.grad(y, x, GraphMode.CREATE);
    assertArrayEquals(new float[] {3 * 4 - 4, 3 * 9 + 6}, first.toFloats());
    Tensor second = Autograd.grad(first.sum(), List.of(x)).get(0);
    assertArrayEquals(new float[] {6 * -2 + 2, 6 * 3 + 2}, second.toFloats());
  }

  @Test
  void nothingOfItIsKeptButItsOutputs() {
    int before = device.memory().buffers();
    Autograd.apply(new Binarize(), x);
    assertEquals(1, device.memory().buffers() - before);
  }

  @Test
  void withoutAWishForGradientsItIsForwardAlone() {
    Tensor y = Autograd.apply(new Binarize(), x.detach());
    assertEquals(false, y.requiresGrad());
  }

  /** An output that is an input is a tensor of its own: the input keeps its history. */
  @Test
  void anInputMayBeGivenBack() {
    Tensor h = x.mul(2);
    Tensor y = Autograd.apply(new Giving(c -> c.give(0, c.gradient(0).mul(10))), h);
    y.add(h).sum().backward();
    assertArrayEquals(new float[] {22, 22}, gradient(x));
  }

  @Test
  void refusals() {
    assertRefused(
        c -> c.give(0, c.gradient(0).sum()),
        "giving: the gradient of input 0 must be (2) FLOAT32, backward gave () FLOAT32.");
    assertRefused(
        c -> {
          c.give(0, c.gradient(0));
          c.give(0, c.gradient(0));
        },
        "giving: backward gave the gradient of input 0 twice. Give their sum.");
    assertRefused(
        c -> {},
        "giving: output 0 has a gradient, which the op's rule does not take. Use detach() on it.");
  }

  private void assertRefused(Consumer<Autograd.Context> backward, String message) {
    Tensor y = Autograd.apply(new Giving(backward), x).sum();
    assertEquals(message, assertThrows(GradientException.class, y::backward).getMessage());
  }
}
