package dev.flambeau.opencl.device;

import org.jspecify.annotations.Nullable;

/**
 * Java's threads stop for each other, and find null, by SIGSEGV. LLVM, which several drivers bring,
 * puts a handler of its own in place of Java's when it is loaded and when it compiles. That handler
 * serves once, by SA_RESETHAND: it puts back what was there before and lets the fault happen again.
 * Should a second thread fault meanwhile, the process dies without a word.
 *
 * <p>So wherever a driver may have done this, one fault is made on purpose, on a thread that
 * expects it. (Java's libjsig, preloaded, prevents it altogether; the launcher does so.)
 */
final class SignalHandlers {
  private SignalHandlers() {}

  /** Lets Java's handlers have their place again. */
  static void giveBack() {
    try {
      length(null);
    } catch (NullPointerException e) {
      return; // found by a fault, which called the driver's handler up
    }
    throw new AssertionError("null has a length");
  }

  private static int length(byte @Nullable [] nothing) {
    return nothing.length;
  }
}
