package dev.flambeau.cpu;

import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;
import java.util.Random;

/** Kinds of numbers, each of which some mistake shows in. */
enum Values {
  /** Between −2 and 2, as in a network. */
  ORDINARY {
    @Override
    float next(Random random) {
      return 4 * random.nextFloat() - 2;
    }
  },
  /** From 2⁻²⁰ to 2²⁰: a sum in any other order has another last bit. */
  BIG_AND_TINY {
    @Override
    float next(Random random) {
      return (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(40) - 20);
    }
  },
  /** Small whole numbers, for ties, with zeros of both signs. */
  TIES {
    @Override
    float next(Random random) {
      float whole = random.nextInt(3);
      return random.nextBoolean() ? whole : -whole;
    }
  },
  /** Subnormals, and states around the smallest that is kept. */
  SUBNORMAL {
    @Override
    float next(Random random) {
      float sign = random.nextBoolean() ? 1 : -1;
      return sign * (1 + random.nextFloat()) * Math.scalb(1f, -97 - random.nextInt(52));
    }
  },
  /** Ordinary, and now and then what IEEE 754 has beside numbers. */
  SPECIAL {
    private final float[] specials = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      -0f,
      0f,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      3e9f
    };

    @Override
    float next(Random random) {
      return random.nextInt(20) == 0
          ? specials[random.nextInt(specials.length)]
          : ORDINARY.next(random);
    }
  };

  abstract float next(Random random);

  /** Inputs of these types; labels now and then lie outside their classes. */
  HostTensor[] inputs(List<TensorType> types, long seed) {
    Random random = new Random(seed);
    return types.stream().map(type -> input(type, random)).toArray(HostTensor[]::new);
  }

  private HostTensor input(TensorType type, Random random) {
    int elements = type.elements();
    Shape shape = type.shape();
    return switch (type.dtype()) {
      case FLOAT32 -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = next(random);
        }
        yield HostTensor.floats(shape, values);
      }
      case INT32 -> {
        int low = this == SPECIAL ? -1 : 0;
        yield HostTensor.ints(shape, random.ints(elements, low, 10).toArray());
      }
      case BOOL -> HostTensor.bools(shape, random.ints(elements, 0, 2).toArray());
      case FLOAT64 -> throw new AssertionError("cpu has no FLOAT64");
    };
  }
}
