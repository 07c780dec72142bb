package dev.flambeau.data;

import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From examples to a batch: tensors stacked along a first axis of their own. */
final class Examples {
  private Examples() {}

  /**
   * The number of examples in tensors whose first axis they are.
   *
   * @throws DatasetException if there is no input, or first axes differ
   */
  static int count(Named<HostTensor> inputs, Named<HostTensor> targets) {
    Given.check(inputs, "inputs");
    Given.check(targets, "targets");
    if (inputs.size() == 0) {
      throw new DatasetException("There is no input; at least one is needed.");
    }
    int count = -1;
    for (Named<HostTensor> side : List.of(inputs, targets)) {
      for (int i = 0; i < side.size(); i++) {
        HostTensor values = side.values().get(i);
        if (values.shape().rank() == 0) {
          throw new DatasetException(
              "\""
                  + side.names().get(i)
                  + "\" of shape () has no first axis for the examples. One example of one value"
                  + " is (1).");
        }
        count = count < 0 ? values.shape().size(0) : count;
        if (values.shape().size(0) != count) {
          throw unequal(inputs, targets);
        }
      }
    }
    return count;
  }

  private static DatasetException unequal(Named<HostTensor> inputs, Named<HostTensor> targets) {
    List<String> found = new ArrayList<>();
    for (Named<HostTensor> side : List.of(inputs, targets)) {
      for (int i = 0; i < side.size(); i++) {
        found.add("\"" + side.names().get(i) + "\" " + side.values().get(i).shape());
      }
    }
    return new DatasetException(
        "Inputs and targets need one first axis, the examples, were given "
            + String.join(", ", found)
            + ".");
  }

  /**
   * The examples of a dataset at some indices, stacked.
   *
   * @param used a batch whose arrays are filled anew where they fit; null for none
   * @throws DatasetException if there is no index, or two examples differ in names, types or shapes
   */
  static Batch stack(Dataset dataset, int[] indices, @Nullable Batch used) {
    if (indices.length == 0) {
      throw new DatasetException(
          "A batch of no examples has no shapes. Ask for one example or more.");
    }
    List<Example> examples = new ArrayList<>(indices.length);
    for (int index : indices) {
      examples.add(fetch(dataset, index));
      agree(examples.get(0).inputs(), examples.get(examples.size() - 1).inputs(), indices, index);
      agree(examples.get(0).targets(), examples.get(examples.size() - 1).targets(), indices, index);
    }
    return new Batch(
        indices.length,
        stack(examples, Example::inputs, used == null ? Named.none() : used.inputs()),
        stack(examples, Example::targets, used == null ? Named.none() : used.targets()));
  }

  /** What anyone's code throws is given the example's number. */
  private static Example fetch(Dataset dataset, int index) {
    try {
      return Given.check(dataset.get(index), "example " + index);
    } catch (FlambeauException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DatasetException("Example " + index + " cannot be fetched: " + e, e);
    }
  }

  private static void agree(
      Named<HostTensor> first, Named<HostTensor> other, int[] indices, int index) {
    if (!first.names().equals(other.names())) {
      throw disagreement(indices[0], first.names(), index, other.names());
    }
    for (int i = 0; i < first.size(); i++) {
      if (!first.values().get(i).type().equals(other.values().get(i).type())) {
        String name = "\"" + first.names().get(i) + "\" ";
        throw disagreement(
            indices[0],
            name + first.values().get(i).type(),
            index,
            name + other.values().get(i).type());
      }
    }
  }

  private static DatasetException disagreement(int index, Object has, int other, Object otherHas) {
    return new DatasetException(
        "Examples of a batch need the same names, types and shapes: example "
            + index
            + " has "
            + has
            + ", example "
            + other
            + " has "
            + otherHas
            + ". Dataset.map can pad or cut them to one shape.");
  }

  private static Named<HostTensor> stack(
      List<Example> examples, Function<Example, Named<HostTensor>> side, Named<HostTensor> used) {
    List<HostTensor> stacked = new ArrayList<>();
    Named<HostTensor> first = side.apply(examples.get(0));
    for (int i = 0; i < first.size(); i++) {
      List<HostTensor> parts = new ArrayList<>(examples.size());
      for (Example example : examples) {
        parts.add(side.apply(example).values().get(i));
      }
      stacked.add(stack(parts, i < used.size() ? used.values().get(i) : null));
    }
    return new Named<>(first.names(), stacked);
  }

  private static HostTensor stack(List<HostTensor> parts, @Nullable HostTensor used) {
    TensorType part = parts.get(0).type();
    TensorType all = part.with(Shape.of(parts.size()).append(part.shape().sizes()));
    if (used == null || !used.type().equals(all)) {
      return HostTensor.stack(parts);
    }
    int length = part.elements();
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i).array(), 0, used.array(), i * length, length);
    }
    return used;
  }
}
