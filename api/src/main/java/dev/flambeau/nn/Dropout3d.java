package dev.flambeau.nn;

/** {@link ChannelDropout} of {@code (N, C, D, H, W)}. */
public final class Dropout3d extends ChannelDropout {
  /** With a probability of a half. */
  public Dropout3d() {
    this(0.5);
  }

  /**
   * @param p the probability of a channel to be left out
   * @throws ModelException if it is not in [0, 1]
   */
  public Dropout3d(double p) {
    super(5, p);
  }
}
