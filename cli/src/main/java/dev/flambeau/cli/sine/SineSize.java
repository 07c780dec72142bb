package dev.flambeau.cli.sine;

import dev.flambeau.cli.command.UserException;
import java.util.Locale;

/** How large a training is: what its largest tensors hold is known before any is made. */
record SineSize(int length, int batch, int hidden) {
  /** Of a tensor: 2 GiB. */
  private static final double MOST_NUMBERS = 1 << 29;

  /** Refuses sequences that end before they are tested, and tensors that are too large. */
  void check() {
    if (length <= SineAnswers.SETTLING) {
      throw new UserException(
          "--length "
              + length
              + ": 11 or more are needed, since the first 10 steps are not tested.");
    }
    check("--length x --batch x --hidden, the states of a step,", (double) length * batch * hidden);
    check("--length x 2000, the test's sequences,", (double) length * SineAnswers.SEQUENCES);
    check("--hidden x --hidden, the weights,", (double) hidden * hidden);
  }

  private static void check(String what, double numbers) {
    if (numbers > MOST_NUMBERS) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s would be %.0f numbers; at most %.0f (2 GiB) can be held. Ask for less.",
              what,
              numbers,
              MOST_NUMBERS));
    }
  }
}
