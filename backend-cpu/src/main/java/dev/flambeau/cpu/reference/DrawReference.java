package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Philox;
import java.util.List;

/** Random numbers, each by itself: numerics.md, "Random numbers". */
final class DrawReference {
  private DrawReference() {}

  static void uniform(Draw.Uniform op, List<View> inputs, List<View> outputs) {
    Philox numbers = numbers(op, inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    for (int i = 0; i < op.shape().elements(); i++) {
      y.set(i, numbers.uniform(i));
    }
  }

  static void integers(Draw.Integers op, List<View> inputs, List<View> outputs) {
    Philox numbers = numbers(op, inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    for (int i = 0; i < op.shape().elements(); i++) {
      long product = Integer.toUnsignedLong(numbers.word(i)) * Integer.toUnsignedLong(op.range());
      y.set(i, op.low() + (int) (product >>> 32));
    }
  }

  private static Philox numbers(Draw op, View key) {
    Elements words = Elements.of(key);
    long seed =
        Integer.toUnsignedLong((int) words.get(0)) | (long) (int) words.get(1) << Integer.SIZE;
    return new Philox(seed, (int) words.get(3), op.ordinal(), (int) words.get(2));
  }
}
