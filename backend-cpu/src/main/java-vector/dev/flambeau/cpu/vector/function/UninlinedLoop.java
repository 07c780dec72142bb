package dev.flambeau.cpu.vector.function;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A short loop of an elementary function, over one block, that HotSpot compiles by itself. Inlined
 * side by side the loops of one function are more than C2 takes at once (its {@code
 * NodeCountInliningCutoff}): what lies behind the limit stays a call, and the vectors that it
 * returns are objects, in one run of a program and not in the next. A method handle that is not a
 * constant is never inlined.
 */
record UninlinedLoop(MethodHandle loop) {
  private static final MethodType TYPE =
      MethodType.methodType(void.class, FunctionBlock.class, int.class);

  /** The method {@code static void name(FunctionBlock block, int count)} of a class. */
  static UninlinedLoop of(MethodHandles.Lookup lookup, String name) {
    try {
      return new UninlinedLoop(lookup.findStatic(lookup.lookupClass(), name, TYPE));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no loop " + name + " in " + lookup.lookupClass(), e);
    }
  }

  void run(FunctionBlock block, int count) {
    try {
      loop.invokeExact(block, count);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a loop throws no checked exception", e);
    }
  }
}
