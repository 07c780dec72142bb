package dev.flambeau.train;

import dev.flambeau.data.Classes;
import dev.flambeau.data.DatasetException;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How often each class was taken for each, over any number of batches.
 *
 * <p>Outputs with a NaN among them are of no class, and counted apart. Where the label is {@link
 * Classes#IGNORED} nothing is counted.
 */
public final class ConfusionMatrix {
  private final List<String> classes;
  private final long[] counts;
  private final long[] undecided;

  /**
   * A matrix of zeros.
   *
   * @param classes their names, in the order of their numbers
   * @throws DatasetException if there are none
   */
  public ConfusionMatrix(List<String> classes) {
    int count = new Classes(classes.size()).count();
    this.classes = List.copyOf(classes);
    this.counts = new long[count * count];
    this.undecided = new long[count];
  }

  /**
   * Counts a batch; waits for its outputs.
   *
   * @param outputs {@code (…, classes)}; of equal values the first counts
   * @param labels INT32 {@code (…)}: one for all outputs along the last axis
   * @throws dev.flambeau.op.ShapeMismatchException if the axes before the last differ
   * @throws DatasetException if a label is no class, or there are other classes than here
   */
  public void add(Tensor outputs, HostTensor labels) {
    Predictions answers = Predictions.of("confusion matrix", outputs, labels);
    if (outputs.shape().size(-1) != classes.size()) {
      throw new DatasetException(
          "The outputs have "
              + outputs.shape().size(-1)
              + " classes, the confusion matrix "
              + classes.size()
              + ".");
    }
    for (int i = 0; i < answers.labels().length; i++) {
      int label = answers.labels()[i];
      int predicted = answers.predicted()[i];
      if (label != Classes.IGNORED && predicted == Predictions.NONE) {
        undecided[label]++;
      } else if (label != Classes.IGNORED) {
        counts[label * classes.size() + predicted]++;
      }
    }
  }

  /** The classes' names. */
  public List<String> classes() {
    return classes;
  }

  /** How often a class was taken for another, or for itself. */
  public long count(int label, int predicted) {
    return counts[label * classes.size() + predicted];
  }

  /** How often a class had outputs with a NaN. */
  public long undecided(int label) {
    return undecided[label];
  }

  /** How many examples of a class there were. */
  public long examples(int label) {
    long sum = undecided[label];
    for (int predicted = 0; predicted < classes.size(); predicted++) {
      sum += count(label, predicted);
    }
    return sum;
  }

  /**
   * A table: a row a class that is right, a column a class that was answered, by its number; and
   * one for NaN, if there is any.
   */
  @Override
  public String toString() {
    boolean none = false;
    for (long count : undecided) {
      none |= count > 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(new ArrayList<>(List.of("")));
    for (int i = 0; i < classes.size(); i++) {
      rows.get(0).add(Integer.toString(i));
      List<String> row = new ArrayList<>(List.of(i + " " + classes.get(i)));
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        row.add(Long.toString(count(i, predicted)));
      }
      if (none) {
        row.add(Long.toString(undecided(i)));
      }
      rows.add(row);
    }
    if (none) {
      rows.get(0).add("NaN");
    }
    return aligned(rows);
  }

  /** The first column to the left, the others to the right, two blanks between. */
  private static String aligned(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int place = column;
        int width = rows.stream().mapToInt(each -> each.get(place).length()).max().orElse(0);
        String blanks = " ".repeat(width - row.get(column).length());
        line.append(column == 0 ? row.get(0) + blanks : "  " + blanks + row.get(column));
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
    return text.toString();
  }
}
