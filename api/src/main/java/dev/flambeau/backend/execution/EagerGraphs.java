package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The graphs by which a backend runs ops that it has no kernel for, one by one: decomposed, and
 * fused where it can. The latest are kept, since an op that was run is mostly run again.
 */
final class EagerGraphs {
  private static final int MOST = 512;

  private static final Map<Backend, EagerGraphs> ALL =
      Collections.synchronizedMap(new WeakHashMap<>());

  private record Key(Op op, List<TensorType> inputs) {}

  private final Map<Key, Graph> graphs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Graph> eldest) {
          return size() > MOST;
        }
      };

  private EagerGraphs() {}

  /**
   * The graph of an op on inputs of these types.
   *
   * @throws dev.flambeau.backend.UnsupportedOpException if it has neither kernel nor decomposition
   */
  static Graph of(Backend backend, Op op, List<TensorType> inputs) {
    return ALL.computeIfAbsent(backend, key -> new EagerGraphs()).find(backend, op, inputs);
  }

  private synchronized Graph find(Backend backend, Op op, List<TensorType> inputs) {
    Key key = new Key(op, List.copyOf(inputs));
    Graph graph = graphs.get(key);
    if (graph == null) {
      graph = Fusion.unlessOff(backend, Lowering.of(backend, op, inputs));
      graphs.put(key, graph);
    }
    return graph;
  }
}
