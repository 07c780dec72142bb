package dev.flambeau.opencl.tuning;

/** What became of tiles that a search has tried. */
enum Verdict {
  RIGHT("are right"),
  WRONG_BITS("give other bits"),
  WRITES_OUTSIDE("write outside of their result"),
  IMPOSSIBLE("the device cannot have"),
  CRASHES("end their process"),
  HANGS("do not end in time");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** In words. */
  String text() {
    return text;
  }
}
