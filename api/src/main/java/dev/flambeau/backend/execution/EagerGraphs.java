package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The graphs by which a backend runs ops that it has no kernel for, one by one: decomposed, and
 * fused where it can. The latest are kept, since an op that was run is mostly run again.
 */
final class EagerGraphs {
  private static final Map<Backend, LruCache<Key, EagerGraph>> ALL =
      Collections.synchronizedMap(new WeakHashMap<>());

  private record Key(Op op, List<TensorType> inputs) {}

  private EagerGraphs() {}

  /**
   * The graph of an op on inputs of these types.
   *
   * @throws dev.flambeau.backend.UnsupportedOpException if it has neither kernel nor decomposition
   */
  static EagerGraph of(Backend backend, Op op, List<TensorType> inputs) {
    return ALL.computeIfAbsent(backend, key -> new LruCache<>())
        .get(
            new Key(op, List.copyOf(inputs)),
            key -> new EagerGraph(Fusion.of(backend, Lowering.of(backend, op, inputs))));
  }
}
