package com.example.own;

import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Parameter;
import dev.flambeau.tensor.Tensor;

/** A vector for each of some words: from INT32 {@code (…)} to {@code (…, width)}. */
public final class Embedding extends Layer {
  private final int words;
  private final Parameter weight;

  public Embedding(int words, int width) {
    this.words = words;
    weight = parameter("weight", Initializer.uniform(0.5), words, width);
  }

  @Override
  public Tensor forward(Tensor indices) {
    return indices.oneHot(words).matmul(weight.tensor());
  }
}
