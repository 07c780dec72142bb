package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;

/** The admission probe's kernel: probe.cl. */
public final class ProbeLaunch {
  private ProbeLaunch() {}

  /** Computes the results of triples: y is (n, 7), the others (n). */
  public static void run(View a, View b, View c, View y, Launcher launcher) {
    int n = a.type().elements();
    launcher.launch("probe_arithmetic").view(a).view(b).view(c).view(y).number(n).over(n);
  }

  /** Goes so many rounds of a loop, and stores where that led in y. */
  public static void rounds(int n, View y, Launcher launcher) {
    launcher.launch("probe_rounds").number(n).view(y).groups(1, 1);
  }
}
