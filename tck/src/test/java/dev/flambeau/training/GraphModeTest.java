package dev.flambeau.training;

import static dev.flambeau.tensor.Autograd.GraphMode.CREATE;
import static dev.flambeau.tensor.Autograd.GraphMode.FREE;
import static dev.flambeau.tensor.Autograd.GraphMode.RETAIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.GradientException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs that are kept, gradients that are handed over, and gradients of gradients. */
class GraphModeTest {
  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  private Tensor leaf(float... values) {
    return device.tensor(values, values.length).requiresGrad(true);
  }

  private static float[] gradient(Tensor tensor) {
    return tensor.grad().orElseThrow().toFloats();
  }

  private static String refusal(Runnable code) {
    return assertThrows(GradientException.class, code::run).getMessage();
  }

  // ---- backward over a graph that stays ----

  @Test
  void aGraphThatIsRetainedCanBeWalkedAgain() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x).sum();
    y.backward(RETAIN);
    y.backward(RETAIN);
    assertArrayEquals(new float[] {4, 8}, gradient(x));
    y.backward();
    assertArrayEquals(new float[] {6, 12}, gradient(x));
    assertTrue(refusal(y::backward).endsWith("or keep the graph: GraphMode.RETAIN."));
  }

  /** One walk's sum is added as a whole: (a + a) + (b + b), not ((a + a) + b) + b. */
  @Test
  void whatAWalkBringsIsAddedUpByItself() {
    Tensor x = leaf(1);
    float large = 0x1p24f;
    x.mul(large).sum().backward();
    x.add(x).sum().backward();
    assertArrayEquals(new float[] {large + 2}, gradient(x));
  }

  @Test
  void aGradientLeftByCreateHasAGradient() {
    Tensor x = leaf(1, 2);
    x.mul(x).mul(x).sum().backward(CREATE);
    Tensor first = x.grad().orElseThrow();
    assertArrayEquals(new float[] {3, 12}, first.toFloats());
    assertArrayEquals(
        new float[] {6, 12}, Autograd.grad(first.sum(), List.of(x)).get(0).toFloats());
    assertArrayEquals(new float[] {3, 12}, gradient(x), "grad() touches none");
  }

  // ---- gradients handed over ----

  @ParameterizedTest
  @EnumSource
  void gradientsAreHandedOverWithoutTouchingAny(GraphMode mode) {
    Tensor x = leaf(1, 2);
    Tensor w = leaf(3, 4);
    Tensor y = x.mul(w).square().sum();
    List<Tensor> gradients = Autograd.grad(y, List.of(w, x), mode);
    assertArrayEquals(new float[] {6, 32}, gradients.get(0).toFloats());
    assertArrayEquals(new float[] {18, 64}, gradients.get(1).toFloats());
    assertEquals(Optional.empty(), x.grad());
    assertEquals(Optional.empty(), w.grad());
    assertEquals(mode == CREATE, gradients.get(0).requiresGrad());
  }

  @ParameterizedTest
  @EnumSource
  void ofTensorsOnTheWay(GraphMode mode) {
    Tensor x = leaf(1, 2);
    Tensor h = x.mul(3);
    Tensor y = h.square().sum();
    List<Tensor> gradients = Autograd.grad(y, List.of(x, h, y), mode);
    assertArrayEquals(new float[] {18, 36}, gradients.get(0).toFloats());
    assertArrayEquals(new float[] {6, 12}, gradients.get(1).toFloats());
    assertArrayEquals(new float[] {1}, gradients.get(2).toFloats());
  }

  @ParameterizedTest
  @EnumSource
  void gradientsShareNoMemory(GraphMode mode) {
    Tensor a = leaf(1, 2);
    Tensor b = leaf(3, 4);
    Tensor seed = device.tensor(new float[] {5, 6}, 2);
    List<Tensor> gradients = Autograd.grad(a.add(b), seed, List.of(a, b), mode);
    gradients.get(0).detach().write(0, 0);
    assertArrayEquals(new float[] {5, 6}, gradients.get(1).toFloats());
    assertArrayEquals(new float[] {5, 6}, seed.toFloats());
  }

  /** The rest of the graph is not walked: what it would refuse does not matter. */
  @Test
  void whatIsNotNeededIsNotComputed() {
    Tensor x = leaf(1, 2);
    Tensor w = leaf(3, 4);
    Tensor h = w.exp();
    w.write(0, 0); // the gradient of w would be refused
    assertArrayEquals(h.toFloats(), Autograd.grad(x.mul(h).sum(), List.of(x)).get(0).toFloats());
  }

  @Test
  void memoryOfAWalkIsGivenBack() {
    Tensor x = leaf(1, 2);
    Tensor w = leaf(3, 4);
    for (int i = 0; i < 3; i++) {
      try (Scope inner = Scope.open()) {
        Tensor penalty = Autograd.grad(x.mul(w).square().sum(), x, CREATE).square().sum();
        penalty.backward();
        x.zeroGrad();
        w.zeroGrad();
      }
      assertEquals(2, device.memory().buffers());
    }
  }

  @Test
  void refusals() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    assertEquals(
        "grad: the output does not depend on the input (2) FLOAT32 by ops that have a gradient."
            + " Leave it out.",
        refusal(() -> Autograd.grad(x.square().sum(), List.of(x, y))));
    assertEquals(
        "grad: input 0 wants no gradient. Ask for one with requiresGrad(true).",
        refusal(() -> Autograd.grad(x.sum(), List.of(device.ones(2)))));
    assertEquals(
        "grad: starts from a single number, was given (2) FLOAT32. Reduce it with sum() or mean(),"
            + " or hand over its gradient: grad(output, gradient, …).",
        refusal(() -> Autograd.grad(x.square(), List.of(x))));
    assertEquals(
        "grad: nothing that this tensor was computed from wants a gradient. Ask for one with"
            + " requiresGrad(true), outside noGrad().",
        refusal(() -> Autograd.grad(device.ones(), List.of(x))));
    Tensor closed = leaf(1, 2);
    closed.close();
    assertThrows(ClosedTensorException.class, () -> Autograd.grad(x.sum(), List.of(closed), FREE));
  }

  /** A walk that fails leaves the gradients as they were. */
  @Test
  void aWalkThatFailsLeavesGradientsAsTheyWere() {
    Tensor x = leaf(1, 2);
    Tensor early = leaf(1, 1);
    x.sum().backward();
    Tensor changed = early.square();
    Tensor y = changed.add(x).sum();
    early.write(7, 7);
    assertThrows(GradientException.class, y::backward);
    assertArrayEquals(new float[] {1, 1}, gradient(x));
  }

  @ParameterizedTest
  @EnumSource
  void anInputMayBeAskedForTwice(GraphMode mode) {
    Tensor x = leaf(1, 2);
    List<Tensor> gradients = Autograd.grad(x.square().sum(), List.of(x, x), mode);
    assertArrayEquals(new float[] {2, 4}, gradients.get(0).toFloats());
    assertArrayEquals(new float[] {2, 4}, gradients.get(1).toFloats());
  }

  /** Two walks over one graph know nothing of each other. */
  @Test
  void aWalkWithinAWalk() {
    Tensor x = leaf(1);
    Tensor a = x.mul(2);
    Tensor b = a.mul(3);
    Tensor c = a.mul(7);
    float[] inner = new float[1];
    b.registerHook(
        gradient -> {
          inner[0] = Autograd.grad(c, x, RETAIN).item();
          return gradient;
        });
    b.add(c).backward(RETAIN);
    assertEquals(14, inner[0]);
    assertArrayEquals(new float[] {20}, gradient(x));
  }

  @Test
  void walksOfSeveralThreads() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.exp().log().mul(x).sum();
    float[] expected = Autograd.grad(y, x, RETAIN).toFloats();
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              try (Scope own = Scope.open()) {
                assertArrayEquals(expected, Autograd.grad(y, x, RETAIN).toFloats());
              }
            });
  }

  @Test
  void whatIsFrozenAfterwardsGetsNone() {
    Tensor a = leaf(2);
    Tensor b = leaf(3);
    Tensor y = a.mul(2).mul(b).add(a.mul(a)).sum();
    a.requiresGrad(false);
    y.backward();
    assertArrayEquals(new float[] {4}, gradient(b));
    assertEquals(Optional.empty(), a.grad());
  }

  @Test
  void secondDerivativesHoldWhereBranchesMeet() {
    Tensor x = leaf(0);
    for (UnaryOperator<Tensor> function :
        List.<UnaryOperator<Tensor>>of(Tensor::mish, Tensor::softplus, Tensor::logSigmoid)) {
      Tensor first = Autograd.grad(function.apply(x).sum(), x, CREATE);
      float second = Autograd.grad(first.sum(), x, FREE).item();
      Tensor beside = leaf(1e-3f);
      Tensor slope = Autograd.grad(function.apply(beside).sum(), beside, CREATE);
      assertEquals(Autograd.grad(slope.sum(), beside, FREE).item(), second, 2e-3f);
    }
  }

  @Test
  void aGradientIsSet() {
    Tensor x = leaf(1, 2);
    x.square().sum().backward();
    Autograd.setGrad(x, device.ones(2));
    assertArrayEquals(new float[] {1, 1}, gradient(x));
    assertEquals(
        "setGrad: takes a tensor that wants a gradient, was not computed from others, and a"
            + " gradient of its type; was given (2) FLOAT32 and () FLOAT32.",
        refusal(() -> Autograd.setGrad(x, device.ones())));
    assertThrows(GradientException.class, () -> Autograd.setGrad(x.exp(), device.ones(2)));
  }

  // ---- hooks ----

  @Test
  void aHookSeesAllThatHasArrivedOnce() {
    Tensor x = leaf(1, 2);
    Tensor h = x.mul(3);
    StringBuilder seen = new StringBuilder();
    h.registerHook(see(seen, "h"));
    x.registerHook(see(seen, "x"));
    h.add(h).sum().backward();
    assertEquals("h 2.0 x 6.0 ", seen.toString());
  }

  private static UnaryOperator<Tensor> see(StringBuilder seen, String name) {
    return gradient -> {
      seen.append(name).append(' ').append(gradient.toFloats()[0]).append(' ');
      return gradient;
    };
  }

  @ParameterizedTest
  @EnumSource
  void aHookReplacesAGradient(GraphMode mode) {
    Tensor x = leaf(1, 2);
    Tensor h = x.mul(3);
    h.registerHook(gradient -> gradient.clamp(-1, 1));
    Autograd.Hook doubled = x.registerHook(gradient -> gradient.mul(2));
    h.square().sum().backward(mode);
    assertArrayEquals(new float[] {6, 6}, gradient(x));
    x.zeroGrad();
    doubled.close();
    doubled.close();
    x.mul(3).sum().backward(mode);
    assertArrayEquals(new float[] {3, 3}, gradient(x));
  }

  @Test
  void aHookIsSeenByGrad() {
    Tensor x = leaf(1, 2);
    Tensor h = x.mul(3);
    h.registerHook(Tensor::neg);
    List<Tensor> gradients = Autograd.grad(h.sum(), List.of(h, x));
    assertArrayEquals(new float[] {-1, -1}, gradients.get(0).toFloats());
    assertArrayEquals(new float[] {-3, -3}, gradients.get(1).toFloats());
  }

  @Test
  void aHookThatGivesSomethingElseIsRefused() {
    Tensor x = leaf(1, 2);
    x.registerHook(Tensor::sum);
    assertEquals(
        "registerHook: a hook gives the gradient that it was given or another (2) FLOAT32, it gave"
            + " () FLOAT32.",
        refusal(() -> x.square().sum().backward()));
    assertEquals(Optional.empty(), x.grad());
    assertEquals(
        "registerHook: this tensor gets no gradient. Ask for one with requiresGrad(true).",
        refusal(() -> device.ones(2).registerHook(g -> g)));
  }
}
