package dev.flambeau.backend.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was made for the latest keys, to be used again; the one that was used longest ago goes. Any
 * number of threads may use it.
 */
public final class LruCache<K, V> {
  /** More than the ops of a large network that differ. */
  private static final int MOST = 512;

  private final Map<K, V> values =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > MOST;
        }
      };

  /** The value of a key, made now if it is not there; two threads may make it at once. */
  public V get(K key, Function<? super K, ? extends V> make) {
    synchronized (values) {
      V known = values.get(key);
      if (known != null) {
        return known;
      }
    }
    V made = make.apply(key);
    synchronized (values) {
      V known = values.putIfAbsent(key, made);
      return known == null ? made : known;
    }
  }
}
