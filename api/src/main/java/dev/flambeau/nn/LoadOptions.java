package dev.flambeau.nn;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a state is matched with a model.
 *
 * @param isStrict whether the names must be the model's, all of them and no others
 * @param renaming the model's name for a name of the state
 */
public record LoadOptions(boolean isStrict, UnaryOperator<String> renaming) {
  /** Every name must fit. */
  public static LoadOptions strict() {
    return strict(true);
  }

  /** Names that are missing or not the model's are an error if strict, else left out. */
  public static LoadOptions strict(boolean isStrict) {
    return new LoadOptions(isStrict, UnaryOperator.identity());
  }

  /**
   * The same with names of the state turned into the model's.
   *
   * @param names the model's name for a name of the state, which stays where it has none here
   */
  public LoadOptions renaming(Map<String, String> names) {
    Map<String, String> own = Map.copyOf(names);
    return renaming(name -> own.getOrDefault(name, name));
  }

  /** The same with names of the state turned into the model's by a function. */
  public LoadOptions renaming(UnaryOperator<String> names) {
    return new LoadOptions(isStrict, names);
  }
}
