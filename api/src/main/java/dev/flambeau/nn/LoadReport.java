package dev.flambeau.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of loading a state.
 *
 * @param loaded what was taken: the state's name by the model's, in the model's order
 * @param missing the model's names for which the state has nothing; they keep their values
 * @param unexpected the state's names that are not the model's
 */
public record LoadReport(
    Map<String, String> loaded, List<String> missing, List<String> unexpected) {
  public LoadReport {
    loaded = Collections.unmodifiableMap(new LinkedHashMap<>(loaded));
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }
}
