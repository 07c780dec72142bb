package dev.flambeau.op;

import java.util.List;

/**
 * Random numbers, each a function of its place alone: word {@code i} of a sequence of {@link
 * Philox}, for element {@code i} in row-major order.
 *
 * <p>The input is INT32 {@code (4)}, the numbers that change from step to step: the seed's low and
 * high word, the step, and the stream + 256 · shard. So a step that is captured draws anew at each
 * run. What tells one draw of a step from another is its ordinal, which the op keeps: computed
 * again, it gives the same.
 */
public sealed interface Draw extends Op {
  /** How many numbers the input has. */
  int KEY = 4;

  /** The shape of what is drawn. */
  Shape shape();

  /** Which of the step's draws it is. */
  int ordinal();

  /** The sequence that it draws from, by the numbers of its input. */
  default Philox sequence(int seedLow, int seedHigh, int step, int stream) {
    long seed = Integer.toUnsignedLong(seedLow) | (long) seedHigh << Integer.SIZE;
    return new Philox(seed, stream, ordinal(), step);
  }

  /** FLOAT32 in [0, 1): multiples of 2⁻²⁴, {@code (word >>> 8) · 2⁻²⁴}. */
  record Uniform(Shape shape, int ordinal) implements Draw {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      return of(this, inputs, DType.FLOAT32);
    }
  }

  /** INT32 in [low, high): low and the high word of {@code word · (high − low)}, unsigned. */
  record Integers(Shape shape, int ordinal, int low, int high) implements Draw {
    public Integers {
      if (low >= high) {
        throw new AttributeException(
            "integers: low must be below high, were given " + low + " and " + high);
      }
    }

    /** How many there are; unsigned. */
    public int range() {
      return high - low;
    }

    /** The integer of a word. */
    public int fromWord(int word) {
      long product = Integer.toUnsignedLong(word) * Integer.toUnsignedLong(range());
      return low + (int) (product >>> Integer.SIZE);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      return of(this, inputs, DType.INT32);
    }
  }

  private static List<TensorType> of(Draw op, List<TensorType> inputs, DType dtype) {
    Check.count(op, inputs, 1);
    Check.dtype(op, "the key", inputs.get(0), DType.INT32);
    Check.shape(op, "the key", inputs.get(0), Shape.of(KEY));
    return List.of(new TensorType(dtype, op.shape()));
  }
}
