package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gradient of a convolution's weight, a group of channels after the other, or all at once. */
final class WeightGradient implements Runnable {
  private final Tools tools;
  private final PaddedImages images;
  private final View input;
  private final View output;
  private final List<WeightGradientProduct> groups = new ArrayList<>();
  private final @Nullable ChannelGradient channelwise;

  WeightGradient(Tools tools, ConvWeightGradient op, List<View> inputs, View output) {
    this.tools = tools;
    this.output = output;
    input = inputs.get(0);
    View g = inputs.get(1);
    Shape shape = input.type().shape();
    int channels = shape.size(1) / op.groups();
    int columns = g.type().shape().size(1) / op.groups();
    images = new PaddedImages(op.window(), shape);
    boolean isChannelwise =
        channels == 1 && columns == 1 && ChannelGradient.isWorthIt(tools, images, op.groups());
    channelwise = isChannelwise ? new ChannelGradient(tools, images, g) : null;
    for (int group = 0; group < op.groups() && !isChannelwise; group++) {
      int[] taps = images.taps(group * channels, channels);
      groups.add(new WeightGradientProduct(tools, images, taps, g, group * columns, columns));
    }
  }

  @Override
  public void run() {
    boolean areThere = channelwise == null && images.arePlain(input, tools.product().taps() > 0);
    boolean arePaddedApart =
        groups.size() == 1 && images.images() > 1 && groups.get(0).mayPadItself();
    if (areThere || arePaddedApart) {
      runGroups(HostBuffer.floats(input), input.offset(), areThere);
      return;
    }
    HostArray ofImages = tools.memory().take(DType.FLOAT32, images.floats());
    float[] values = ((HostArray.Floats) ofImages).array();
    images.fill(HostBuffer.floats(input), input.offset(), values, tools.workers());
    if (channelwise != null) {
      channelwise.run(values, HostBuffer.floats(output), output.offset());
    } else {
      runGroups(values, 0, true);
    }
    tools.memory().give(ofImages);
  }

  private void runGroups(float[] values, int atValues, boolean arePadded) {
    int ofGroup = output.type().elements() / groups.size();
    for (int group = 0; group < groups.size(); group++) {
      int to = output.offset() + group * ofGroup;
      groups.get(group).run(values, atValues, arePadded, HostBuffer.floats(output), to);
    }
  }
}
