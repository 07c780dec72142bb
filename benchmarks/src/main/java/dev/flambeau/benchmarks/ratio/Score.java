package dev.flambeau.benchmarks.ratio;

import java.util.List;

/**
 * What a contender reached over all rounds: the best of the bests, and the median of the medians.
 */
record Score(double best, double median) {
  static Score of(List<Figure> rounds) {
    double[] medians = rounds.stream().mapToDouble(Figure::median).sorted().toArray();
    int size = medians.length;
    return new Score(
        rounds.stream().mapToDouble(Figure::best).max().orElseThrow(),
        (medians[(size - 1) / 2] + medians[size / 2]) / 2);
  }
}
