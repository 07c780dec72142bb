package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Shape;
import java.util.List;

/** Convolutions of FLOAT32, group by group: numerics.md, "Convolutions". */
public final class ConvolutionParallel {
  private final Tools tools;

  public ConvolutionParallel(Workers workers, HostMemory memory, PanelProduct product) {
    tools = new Tools(workers, memory, product);
  }

  /** A convolution, and then what follows on its result: a row a channel of an image. */
  public Runnable prepare(Convolution op, List<View> inputs, View output, Epilogue then) {
    if (op instanceof Conv conv) {
      return conv(conv, inputs, output, then);
    }
    if (op instanceof ConvTranspose transpose) {
      TransposedConvolution phases = new TransposedConvolution(tools, transpose, inputs, output);
      List<Runnable> work = phases.phases(then);
      return after(work, op, output, phases.isSingle() ? Epilogue.NOTHING : then);
    }
    Runnable work = new WeightGradient(tools, (ConvWeightGradient) op, inputs, output);
    return after(List.of(work), op, output, then);
  }

  /**
   * How many elements of the result a row of an epilogue has: those of a channel of an image, or of
   * the weights of one output.
   */
  public static int columns(Convolution op, Shape result) {
    return result.elements(op instanceof ConvWeightGradient ? 1 : 2, result.rank());
  }

  private Runnable after(List<Runnable> work, Convolution op, View output, Epilogue then) {
    Shape shape = output.type().shape();
    int columns = columns(op, shape);
    int rows = columns == 0 ? 0 : shape.elements() / columns;
    Workers.Work epilogue = (from, to) -> then.part().run(from, 0, to - from, columns);
    return () -> {
      for (Runnable part : work) {
        part.run();
      }
      if (then != Epilogue.NOTHING) {
        tools.workers().split(rows, then.nanoseconds(), epilogue);
      }
    };
  }

  private Runnable conv(Conv op, List<View> inputs, View output, Epilogue then) {
    Shape shape = inputs.get(0).type().shape();
    int channels = shape.size(1) / op.groups();
    int rows = output.type().shape().size(1) / op.groups();
    PaddedImages images = new PaddedImages(op.window(), shape);
    View weight = inputs.get(1);
    int depth = channels * Planes.of(op.window(), shape).taps();
    PackedRows packed = PackedRows.of(rows, depth, tools.product());
    View bias = op.hasBias() ? inputs.get(2) : null;
    GroupedProduct product = new GroupedProduct(tools, images, inputs.get(0), packed, bias, then);
    Shape sizes = Planes.of(op.window(), shape).positions();
    for (int group = 0; group < op.groups(); group++) {
      product.add(
          images.taps(group * channels, channels),
          (number, into, to, first, end) -> {
            int from = weight.offset() + number * rows * depth;
            packed.pack(HostBuffer.floats(weight), from, into, to, first, end);
          },
          ImageTarget.dense(
              HostBuffer.floats(output),
              output.offset() + group * rows * sizes.elements(),
              rows * op.groups(),
              group * rows,
              sizes));
    }
    return product;
  }
}
