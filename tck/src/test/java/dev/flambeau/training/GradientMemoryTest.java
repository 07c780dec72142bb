package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.op.DType;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gradient's memory is its own: not another gradient's, and not the seed's. */
class GradientMemoryTest {
  /** Functions of two tensors (2, 2), among them all that hand a gradient on as it is. */
  private static final Map<String, BinaryOperator<Tensor>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("add", Tensor::add),
          Map.entry("add thrice", (a, b) -> a.add(b).add(a)),
          Map.entry("add a function", (a, b) -> a.add(b.exp())),
          Map.entry("sub", Tensor::sub),
          Map.entry("mul", Tensor::mul),
          Map.entry("matmul", Tensor::matmul),
          Map.entry("fma", (a, b) -> a.fma(b, b)),
          Map.entry("where", (a, b) -> Tensor.where(a.gt(b), a, b)),
          Map.entry("concat", (a, b) -> Tensor.concat(0, a, b)),
          Map.entry("concat inner", (a, b) -> Tensor.concat(1, a, b)),
          Map.entry("stack", (a, b) -> Tensor.stack(0, a, b)),
          Map.entry("reshape", (a, b) -> a.reshape(4).add(b.reshape(4))),
          Map.entry("unsqueeze", (a, b) -> a.unsqueeze(0).add(b.unsqueeze(0))),
          Map.entry("expand to the same", (a, b) -> a.expand(2, 2).add(b.expand(2, 2))),
          Map.entry("pad by nothing", (a, b) -> a.pad(0, 0, 0).add(b.pad(1, 0, 0))),
          Map.entry("slice of all", (a, b) -> a.slice(0, 0, 2).add(b.slice(1, 0, 2))),
          Map.entry("cast to the same", (a, b) -> a.cast(DType.FLOAT32).add(b)),
          Map.entry("transpose", (a, b) -> a.transpose(0, 1).add(b.permute(0, 1))));

  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  static Stream<String> functions() {
    return FUNCTIONS.keySet().stream().sorted();
  }

  private Tensor leaf(float... values) {
    return device.tensor(values, 2, 2).requiresGrad(true);
  }

  private static Tensor gradient(Tensor leaf) {
    return leaf.grad().orElseThrow();
  }

  /** Overwrites one after the other: what was not yet overwritten must stand as it was. */
  private static void assertApart(Tensor... tensors) {
    List<float[]> before = new ArrayList<>();
    for (Tensor tensor : tensors) {
      before.add(tensor.toFloats());
    }
    for (int i = 0; i < tensors.length; i++) {
      assertArrayEquals(before.get(i), tensors[i].toFloats(), "tensor " + i);
      tensors[i].copyFrom(tensors[i].mul(0).sub(77));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void twoLeavesAndTheSeed(String name) {
    Tensor a = leaf(1, 2, 3, 4);
    Tensor b = leaf(4, 3, 2, 1);
    Tensor y = FUNCTIONS.get(name).apply(a, b);
    Tensor seed = device.full(DType.FLOAT32, 3, y.shape());
    y.backward(seed);
    assertApart(seed, gradient(a), gradient(b));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void summedUp(String name) {
    Tensor a = leaf(1, 2, 3, 4);
    Tensor b = leaf(4, 3, 2, 1);
    FUNCTIONS.get(name).apply(a, b).sum().backward();
    assertApart(gradient(a), gradient(b));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void captured(String name) {
    Tensor a = leaf(1, 2, 3, 4);
    Tensor b = leaf(4, 3, 2, 1);
    try (CapturedStep step =
        CapturedStep.record(
            device,
            List.of(),
            in -> {
              FUNCTIONS.get(name).apply(a, b).sum().backward();
              List<Tensor> results = List.of(gradient(a).detach(), gradient(b).detach());
              a.zeroGrad();
              b.zeroGrad();
              return results;
            })) {
      List<Tensor> results = step.run(List.of());
      assertApart(results.get(0), results.get(1));
    }
  }

  @Test
  void aLeafIsItsOwnRoot() {
    Tensor a = leaf(1, 2, 3, 4);
    Tensor seed = device.ones(2, 2);
    a.backward(seed);
    assertApart(seed, gradient(a));
  }

  /** Nothing is copied where a gradient was made for its leaf. */
  @Test
  void aFreshGradientIsNotCopied() {
    Tensor a = leaf(1, 2, 3, 4);
    Tensor b = leaf(4, 3, 2, 1);
    Tensor y = a.matmul(b).sum();
    y.backward();
    scope.keep(a);
    scope.keep(b);
    scope.close();
    assertEquals(4, device.memory().buffers());
    a.close();
    b.close();
    assertEquals(0, device.memory().buffers());
  }
}
