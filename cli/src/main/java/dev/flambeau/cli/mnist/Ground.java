package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;

/** What shows through an image's transparent pixels. */
enum Ground {
  BLACK,
  WHITE;

  /** Reads one from the command line. */
  static final class Converter extends Choice<Ground> {
    Converter() {
      super(Ground.class);
    }
  }

  /** As an option spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
