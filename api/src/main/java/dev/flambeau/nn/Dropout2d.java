package dev.flambeau.nn;

/** {@link ChannelDropout} of {@code (N, C, H, W)}. */
public final class Dropout2d extends ChannelDropout {
  /** With a probability of a half. */
  public Dropout2d() {
    this(0.5);
  }

  /**
   * @param p the probability of a channel to be left out
   * @throws ModelException if it is not in [0, 1]
   */
  public Dropout2d(double p) {
    super(4, p);
  }
}
