package dev.flambeau.nn.loss;

import dev.flambeau.tensor.Tensor;

/** What becomes of the losses of all elements. */
public enum Reduction {
  /** They stay as they are. */
  NONE {
    @Override
    public Tensor of(Tensor elements) {
      return elements;
    }
  },

  /** Their mean, {@code ()}; NaN of none. */
  MEAN {
    @Override
    public Tensor of(Tensor elements) {
      return elements.mean();
    }
  },

  /** Their sum, {@code ()}. */
  SUM {
    @Override
    public Tensor of(Tensor elements) {
      return elements.sum();
    }
  };

  /** What becomes of these. */
  public abstract Tensor of(Tensor elements);
}
