package com.example.own;

import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.data.Named;
import dev.flambeau.tensor.HostTensor;

/** A data set of one's own: some words, a mask for what is dropped, and whether word 0 is there. */
public final class Sentences implements Dataset {
  @Override
  public int size() {
    return 64;
  }

  @Override
  public Example get(int index) {
    int[] words = new int[5];
    float[] mask = new float[8];
    int label = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] = (index * 31 + i * i * 7 + index * i) % 6;
      label |= words[i] == 0 ? 1 : 0;
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (index + i * 3) % 4 == 0 ? 0 : 1;
    }
    return new Example(
        Named.of("words", HostTensor.of(words, 5)).and("mask", HostTensor.of(mask, 8)),
        Named.of("label", HostTensor.of(new int[] {label})));
  }
}
