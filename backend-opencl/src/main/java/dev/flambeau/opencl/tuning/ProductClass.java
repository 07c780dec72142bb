package dev.flambeau.opencl.tuning;

import java.util.List;
import java.util.stream.Stream;

/** Products for which one tile is to be best. */
record ProductClass(String name, List<Product> products) {
  /** A square one, those of a training step of mlp-512 with a batch of 64, and narrow ones. */
  static final List<ProductClass> ALL =
      List.of(
          of("square", "nn1024x1024x1024"),
          of("mlp-512", "nt64x512x784", "nn64x512x512", "tn512x784x64"),
          of("narrow", "nt64x10x512", "nn1024x1x1024", "nn1x1024x1024"));

  static ProductClass of(String name, String... products) {
    return new ProductClass(name, Stream.of(products).map(Product::of).toList());
  }
}
