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
      y.set(i, op.fromWord(numbers.word(i)));
    }
  }

  private static Philox numbers(Draw op, View key) {
    Elements words = Elements.of(key);
    return op.sequence(
        (int) words.get(0), (int) words.get(1), (int) words.get(2), (int) words.get(3));
  }
}
