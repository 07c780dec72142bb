package dev.flambeau.torch;

import static dev.flambeau.torch.Line.layer;
import static dev.flambeau.torch.Line.near;
import static dev.flambeau.torch.Line.nearOfMany;

import dev.flambeau.nn.BatchNorm1d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.BatchNorm3d;
import dev.flambeau.nn.Buffer;
import dev.flambeau.nn.GroupNorm;
import dev.flambeau.nn.InstanceNorm1d;
import dev.flambeau.nn.InstanceNorm2d;
import dev.flambeau.nn.InstanceNorm3d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.LayerNorm;
import dev.flambeau.nn.LocalResponseNorm;
import dev.flambeau.nn.RMSNorm;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The contract of norms: functions, layers, and what layers keep. */
final class NormCases {
  private static final double EPSILON = 1e-5;

  private static final List<Line> FUNCTIONS =
      List.of(
          near(
              "Norms.batchNorm(Tensor, Tensor, Tensor, double)",
              (x, weight, bias) -> Norms.batchNorm(x, weight, bias, EPSILON).output()),
          near(
              "Norms.batchNorm(Tensor, Tensor, Tensor, double): alone",
              x -> Norms.batchNorm(x, null, null, EPSILON).output()),
          near(
              "Norms.batchNorm(Tensor, Tensor, Tensor, double): weight",
              (x, weight) -> Norms.batchNorm(x, weight, null, EPSILON).output()),
          nearOfMany(
              "Norms.batchNorm(Tensor, Tensor, Tensor, Tensor, Tensor, double)",
              all ->
                  Norms.batchNorm(
                      all.get(0),
                      all.get("mean").detach(),
                      all.get("var").detach(),
                      all.get("weight"),
                      all.get("bias"),
                      EPSILON)),
          near(
              "Norms.layerNorm(Tensor, Shape, Tensor, Tensor, double)",
              (x, weight, bias) -> Norms.layerNorm(x, weight.shape(), weight, bias, EPSILON)),
          near(
              "Norms.layerNorm(Tensor, Shape, Tensor, Tensor, double): alone",
              x -> Norms.layerNorm(x, Shape.of(4), null, null, 1e-3)),
          near(
              "Norms.rmsNorm(Tensor, Shape, Tensor, double)",
              (x, weight) -> Norms.rmsNorm(x, weight.shape(), weight, EPSILON)),
          near(
              "Norms.groupNorm(Tensor, int, Tensor, Tensor, double): 2",
              (x, weight, bias) -> Norms.groupNorm(x, 2, weight, bias, EPSILON)),
          near(
              "Norms.groupNorm(Tensor, int, Tensor, Tensor, double): 1, alone",
              x -> Norms.groupNorm(x, 1, null, null, EPSILON)),
          near(
              "Norms.instanceNorm(Tensor, Tensor, Tensor, double)",
              (x, weight, bias) -> Norms.instanceNorm(x, weight, bias, EPSILON).output()),
          near(
              "Norms.localResponseNorm(Tensor, int, double, double, double): 3, 0.5, 0.75, 2",
              x -> Norms.localResponseNorm(x, 3, 0.5, 0.75, 2)),
          near(
              "Norms.localResponseNorm(Tensor, int, double, double, double): 4, 1, 1, 1",
              x -> Norms.localResponseNorm(x, 4, 1, 1, 1)));

  private static final List<Line> LAYERS =
      List.of(
          layer("BatchNorm1d", () -> new BatchNorm1d(3)),
          layer("BatchNorm1d: alone, 1e-3", () -> new BatchNorm1d(3, 1e-3, 0.1, false, true)),
          kept("BatchNorm1d: kept", () -> new BatchNorm1d(3)),
          kept("BatchNorm1d: kept, all alike", () -> new BatchNorm1d(3, EPSILON, null, true, true)),
          layer("BatchNorm2d", () -> new BatchNorm2d(3)),
          nearOfMany("BatchNorm2d: in use", NormCases::inUse),
          layer(
              "BatchNorm2d: in use, nothing kept",
              () -> LayerCases.inUse(new BatchNorm2d(3, EPSILON, 0.1, true, false))),
          kept("BatchNorm2d: kept", () -> new BatchNorm2d(3, EPSILON, 0.25, true, true)),
          layer("BatchNorm3d", () -> new BatchNorm3d(2)),
          layer("LayerNorm", () -> new LayerNorm(5)),
          layer("LayerNorm: two axes", () -> new LayerNorm(3, 4)),
          layer("LayerNorm: alone, 1e-3", () -> new LayerNorm(Shape.of(5), 1e-3, false, false)),
          layer("GroupNorm", () -> new GroupNorm(2, 4)),
          layer("GroupNorm: alone", () -> new GroupNorm(4, 4, EPSILON, false)),
          layer("InstanceNorm1d", () -> new InstanceNorm1d(3)),
          layer("InstanceNorm2d", () -> new InstanceNorm2d(3, EPSILON, 0.1, true, false)),
          kept("InstanceNorm2d: kept", () -> new InstanceNorm2d(3, EPSILON, 0.1, false, true)),
          layer("InstanceNorm3d", () -> new InstanceNorm3d(2)),
          layer("RMSNorm", () -> new RMSNorm(5)),
          layer("RMSNorm: two axes", () -> new RMSNorm(3, 4)),
          layer("LocalResponseNorm", () -> new LocalResponseNorm(2)),
          layer("LocalResponseNorm: 3, 0.5, 1, 2", () -> new LocalResponseNorm(3, 0.5, 1, 2)));

  static final List<Line> LINES = Stream.of(FUNCTIONS, LAYERS).flatMap(List::stream).toList();

  private NormCases() {}

  private static Tensor inUse(Leaves all) {
    BatchNorm2d norm = all.in(new BatchNorm2d(3));
    Map<String, Buffer> buffers = norm.namedBuffers();
    buffers.get("running_mean").tensor().write(0.28f, -1.45f, 0.83f);
    buffers.get("running_var").tensor().write(3.22f, 2.23f, 1.24f);
    norm.eval();
    return norm.forward(all.get(0));
  }

  /** What a layer keeps after three batches: buffers, one behind the other. */
  private static Line kept(String name, Supplier<? extends Layer> layer) {
    return nearOfMany(
        name,
        all -> {
          Layer norm = all.in(layer.get());
          for (int factor : new int[] {1, -2, 3}) {
            norm.forward(all.get(0).mul(factor).add(factor));
          }
          Tensor[] buffers =
              norm.namedBuffers().values().stream()
                  .limit(name.startsWith("Instance") ? 2 : 3)
                  .map(buffer -> buffer.tensor().reshape(buffer.shape().elements()))
                  .toArray(Tensor[]::new);
          return Tensor.concat(0, buffers);
        });
  }
}
