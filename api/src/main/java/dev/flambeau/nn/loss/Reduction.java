package dev.flambeau.nn.loss;

import dev.flambeau.tensor.Tensor;

/** What becomes of the losses of all elements. */
public enum Reduction {
  /** They stay as they are. */
  NONE {
    @Override
    Tensor of(Tensor elements) {
      return elements;
    }
  },

  /** Their mean, {@code ()}; NaN of none. */
  MEAN {
    @Override
    Tensor of(Tensor elements) {
      return elements.mean();
    }
  },

  /** Their sum, {@code ()}. */
  SUM {
    @Override
    Tensor of(Tensor elements) {
      return elements.sum();
    }
  };

  abstract Tensor of(Tensor elements);
}
