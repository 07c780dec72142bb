package dev.flambeau.data;

import java.util.function.IntFunction;

/** A dataset whose examples a function gives. */
record FunctionDataset(int size, IntFunction<Example> function) implements Dataset {
  FunctionDataset {
    Order.checkSize(size);
    Given.check(function, "a function from index to example");
  }

  @Override
  public Example get(int index) {
    Order.check(index, size);
    return function.apply(index);
  }
}
