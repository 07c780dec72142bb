package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Channels;

/** {@link Channels#channelShuffle} as a layer: channels of different groups become neighbours. */
public final class ChannelShuffle extends Layer {
  private final int groups;

  /** With so many groups. */
  public ChannelShuffle(int groups) {
    this.groups = groups;
  }

  @Override
  public Tensor forward(Tensor input) {
    return Channels.channelShuffle(input, groups);
  }
}
