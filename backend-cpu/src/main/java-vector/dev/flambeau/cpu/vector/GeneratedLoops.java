package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.LoopGenerator;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loops over vectors, each a class of its own: one loop can only be fast where the compiler sees
 * all its ops. Equal graphs share a class, and so what has been compiled.
 */
final class GeneratedLoops implements LoopGenerator {
  /** More would be more than C1 compiles, and what it does not, C2 never does. */
  private static final int MOST_OPS = 12;

  private static final Map<Graph, Loop> LOOPS = new ConcurrentHashMap<>();

  @Override
  public boolean takes(Op op) {
    return LoopOps.NAMES.containsKey(op.getClass());
  }

  @Override
  public int mostOps() {
    return MOST_OPS;
  }

  @Override
  public Loop generate(Graph body) {
    return LOOPS.computeIfAbsent(body, GeneratedLoops::load);
  }

  private static Loop load(Graph body) {
    try {
      return (Loop)
          MethodHandles.lookup()
              .defineHiddenClass(LoopClass.of(body), true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no loop could be made of " + body, e);
    }
  }
}
