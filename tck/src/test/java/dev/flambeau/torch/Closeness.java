package dev.flambeau.torch;

import dev.flambeau.op.DType;
import dev.flambeau.tensor.HostTensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** How near a value must be to PyTorch's, which was computed in float64 and rounded once. */
enum Closeness {
  /** The same bits, for one rounded operation and for what only moves or compares; NaN is NaN. */
  EXACT {
    @Override
    boolean holds(double wanted, double actual, double largest) {
      return Double.compare(wanted, actual) == 0;
    }
  },

  /** Within a millionth of the largest value beside it, or of 1, which the inputs are about. */
  NEAR {
    @Override
    boolean holds(double wanted, double actual, double largest) {
      return wanted == actual
          || Double.isNaN(wanted) && Double.isNaN(actual)
          || Math.abs(wanted - actual) <= 1e-6 * Math.max(largest, 1);
    }
  };

  /**
   * Compares two numbers.
   *
   * @param largest the largest absolute value, infinities left out, of the tensor that is wanted
   */
  abstract boolean holds(double wanted, double actual, double largest);

  /** Where two tensors differ by more, in words. */
  List<String> differences(HostTensor wanted, HostTensor actual) {
    if (!wanted.type().equals(actual.type())) {
      return List.of(": PyTorch " + wanted.type() + ", computed " + actual.type());
    }
    List<String> found = new ArrayList<>();
    double largest = largest(wanted);
    for (int i = 0; i < wanted.shape().elements(); i++) {
      double w = value(wanted, i);
      double a = value(actual, i);
      if (!holds(w, a, largest)) {
        found.add(" at " + wanted.shape().place(i) + ": PyTorch " + w + ", computed " + a);
      }
    }
    return found;
  }

  private static double largest(HostTensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.shape().elements(); i++) {
      double size = Math.abs(value(tensor, i));
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    return largest;
  }

  private static double value(HostTensor tensor, int i) {
    Object array = tensor.array();
    return tensor.dtype() == DType.BOOL
        ? (Array.getBoolean(array, i) ? 1 : 0)
        : Array.getDouble(array, i);
  }
}
