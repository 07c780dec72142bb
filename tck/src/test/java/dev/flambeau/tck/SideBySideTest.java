package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.DType;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Contractions that do not depend on each other have their own bits side by side. */
class SideBySideTest {
  /** Rows, outputs and inputs of layers: around tiles and a leaf, and with nothing in them. */
  private static final int[][] LAYERS = {
    {1, 1, 1},
    {3, 5, 7},
    {64, 10, 16},
    {12, 32, 65},
    {65, 33, 130},
    {1030, 17, 40},
    {0, 4, 5},
    {4, 0, 5},
    {4, 5, 0}
  };

  private static Stream<Graph> graphs() {
    List<Graph> graphs = new ArrayList<>(List.of(layers(), batches()));
    for (int[] layer : LAYERS) {
      graphs.add(backward(layer[0], layer[1], layer[2]));
    }
    return graphs.stream();
  }

  /** The gradients of a layer's weight, bias and input, the last by the ReLU before it. */
  private static Graph backward(int rows, int outputs, int inputs) {
    return graph(
        x -> {
          Value g = x.get(0);
          Value weight = g.matmul(x.get(1), true, false);
          Value bias = x.get(3).matmul(g, true, false).reshape(Shape.of(outputs));
          Value input = x.get(1).gt(0).where(g.matmul(x.get(2), false, false), 0);
          return List.of(weight, bias, input);
        },
        Shape.of(rows, outputs),
        Shape.of(rows, inputs),
        Shape.of(outputs, inputs),
        Shape.of(rows, 1));
  }

  /** Layers beside each other, one with an activation: four products in all, then one of two. */
  private static Graph layers() {
    return graph(
        x -> {
          Value first = x.get(0).then(new Linear(), x.get(1), x.get(2));
          Value second = x.get(0).then(new Linear(), x.get(1), x.get(2)).relu();
          Value third = x.get(0).matmul(x.get(0), false, true);
          Value fourth = x.get(1).matmul(x.get(1), true, false);
          return List.of(first, second, third, fourth, third.matmul(second, false, false));
        },
        Shape.of(13, 33),
        Shape.of(40, 33),
        Shape.of(40));
  }

  /** A batch of matrices beside a single one. */
  private static Graph batches() {
    return graph(
        x ->
            List.of(
                x.get(0).matmul(x.get(1), false, false), x.get(1).matmul(x.get(1), true, false)),
        Shape.of(3, 20, 9),
        Shape.of(9, 40));
  }

  private interface Expression {
    List<Value> of(List<Value> inputs);
  }

  /** The first output is the one that the plan writes where its first input lies. */
  private static Graph graph(Expression expression, Shape... inputs) {
    return Graph.of(
        Stream.of(inputs).map(shape -> new TensorType(DType.FLOAT32, shape)).toList(),
        x -> Stream.concat(Stream.of(x.get(0).neg()), expression.of(x).stream()).toList());
  }

  private static void check(Backend opened) {
    try (Backend backend = opened) {
      PlanConformance conformance = PlanConformance.of(backend);
      List<String> failures =
          graphs().map(graph -> conformance.failure(graph, 1)).flatMap(Optional::stream).toList();
      assertEquals(List.of(), failures);
    }
  }

  private static Backend open(String device) {
    Backends backends = Backends.discover();
    return backends.open(backends.find(device), BackendOptions.defaults());
  }

  @Test
  void oneAfterTheOther() {
    check(new Gathers(open("cpu")));
  }

  @Tag("opencl")
  @TestFactory
  Stream<DynamicTest> inOneLaunch() {
    return DevicesTest.strictOpenCl()
        .map(DeviceInfo::name)
        .flatMap(device -> Stream.of("cpu", "gpu").map(kernels -> inOneLaunch(device, kernels)));
  }

  private static DynamicTest inOneLaunch(String device, String kernels) {
    return DynamicTest.dynamicTest(
        device + " with kernels for " + kernels,
        () -> {
          System.setProperty("flambeau.opencl.kernels", kernels);
          try {
            check(open(device));
          } finally {
            System.clearProperty("flambeau.opencl.kernels");
          }
        });
  }
}
