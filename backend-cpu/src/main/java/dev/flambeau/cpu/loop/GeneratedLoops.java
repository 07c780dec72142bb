package dev.flambeau.cpu.loop;

import dev.flambeau.op.DType;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loops that are each a class of its own: one loop can only be fast where the compiler sees all its
 * ops. Equal graphs share a class, and so what has been compiled.
 */
public final class GeneratedLoops implements LoopGenerator {
  private static final Logger LOG = LoggerFactory.getLogger(GeneratedLoops.class);

  /** More than this in one loop, and HotSpot makes no vectors of it. */
  private static final int MOST_OPS = 12;

  /** Over single numbers; HotSpot makes vectors of them where it can. */
  static final LoopGenerator PLAIN =
      new GeneratedLoops(MethodHandles.lookup(), List.of(ElementKind.SINGLE), MOST_OPS);

  /** Makes a class of its bytes. */
  interface Definer {
    Class<?> define(byte[] bytes) throws ReflectiveOperationException;
  }

  private final Definer definer;
  private final String packageName;
  private final List<ElementKind> kinds;
  private final int mostOps;
  private @Nullable Boolean works;
  private final Map<Graph, Loop> loops = new ConcurrentHashMap<>();

  /**
   * @param lookup of a class in whose package that of the ops is
   * @param kinds what they compute with, of most elements a round first, of one last
   * @param mostOps so many one loop takes at most
   */
  public GeneratedLoops(MethodHandles.Lookup lookup, List<ElementKind> kinds, int mostOps) {
    this(
        bytes -> lookup.defineHiddenClass(bytes, true).lookupClass(),
        lookup.lookupClass().getPackageName(),
        kinds,
        mostOps);
  }

  GeneratedLoops(Definer definer, String packageName, List<ElementKind> kinds, int mostOps) {
    this.definer = definer;
    this.packageName = packageName;
    this.kinds = List.copyOf(kinds);
    this.mostOps = mostOps;
  }

  /** Where classes cannot be made at run time, as in a native image, one line says so. */
  @Override
  public synchronized boolean works() {
    if (works == null) {
      works = tries();
    }
    return works;
  }

  private boolean tries() {
    try {
      generate(Graph.of(new Unary.Neg(), List.of(new TensorType(DType.FLOAT32, Shape.of(1)))));
      return true;
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "Elementwise ops are slow: no loops can be made here at run time ({}).", e.toString());
      return false;
    }
  }

  @Override
  public int mostOps() {
    return mostOps;
  }

  @Override
  public Loop generate(Graph body) {
    return loops.computeIfAbsent(body, this::load);
  }

  private Loop load(Graph body) {
    try {
      Class<?> loop = definer.define(LoopClass.of(body, packageName, kinds));
      return (Loop) loop.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no loop could be made of " + body, e);
    }
  }
}
