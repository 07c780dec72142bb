package dev.flambeau.nn;

/** {@link ChannelDropout} of {@code (N, C, L)}. */
public final class Dropout1d extends ChannelDropout {
  /** With a probability of a half. */
  public Dropout1d() {
    this(0.5);
  }

  /**
   * @param p the probability of a channel to be left out
   * @throws ModelException if it is not in [0, 1]
   */
  public Dropout1d(double p) {
    super(3, p);
  }
}
