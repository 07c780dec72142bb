package dev.flambeau.data.cifar;

import java.util.List;

/**
 * CIFAR-10 or CIFAR-100.
 *
 * @param train the examples to learn from
 * @param test the examples to be tested on
 * @param classes the classes' names, in the order of their labels
 */
public record CifarData(CifarImages train, CifarImages test, List<String> classes) {
  /** Copies the names. */
  public CifarData {
    classes = List.copyOf(classes);
  }
}
