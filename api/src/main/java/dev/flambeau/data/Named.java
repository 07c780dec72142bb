package dev.flambeau.data;

import dev.flambeau.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Values with names, in an order that counts: {@code Named.of("tokens", a).and("lengths", b)}.
 *
 * @param names each another
 * @param values as many as names
 */
public record Named<T>(List<String> names, List<T> values) {
  private static final Named<?> NONE = new Named<>(List.of(), List.of());

  /**
   * @throws DatasetException if there is not a value for each name, or a name comes twice
   */
  public Named {
    for (int i = 0; i < Math.max(names.size(), values.size()); i++) {
      if (i >= names.size() || i >= values.size()) {
        throw new DatasetException(
            "Each value needs a name, was given "
                + values.size()
                + " values for the names "
                + names
                + ".");
      }
      Given.check(names.get(i), "a name");
      Given.check(values.get(i), "a value named \"" + names.get(i) + "\"");
      if (names.indexOf(names.get(i)) < i) {
        throw new DatasetException(
            "The name \"" + names.get(i) + "\" comes twice in " + names + ".");
      }
    }
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /** No values. */
  @SuppressWarnings("unchecked") // of no values, so of those of any type
  public static <T> Named<T> none() {
    return (Named<T>) NONE;
  }

  /** One value. */
  public static <T> Named<T> of(String name, T value) {
    return Named.<T>none().and(name, value);
  }

  /** One tensor on the host; those that follow may be of other types. */
  public static Named<HostTensor> of(String name, HostTensor value) {
    return Named.<HostTensor>none().and(name, value);
  }

  /** These values and one more behind them. */
  public Named<T> and(String name, T value) {
    Given.check(name, "a name");
    Given.check(value, "a value named \"" + name + "\"");
    List<String> moreNames = new ArrayList<>(names);
    List<T> moreValues = new ArrayList<>(values);
    moreNames.add(name);
    moreValues.add(value);
    return new Named<>(moreNames, moreValues);
  }

  /** Other values under the same names. */
  public <R> Named<R> map(Function<? super T, ? extends R> function) {
    List<R> mapped = new ArrayList<>(values.size());
    for (T value : values) {
      mapped.add(function.apply(value));
    }
    return new Named<>(names, mapped);
  }

  /** The number of values. */
  public int size() {
    return names.size();
  }

  /** The only value; {@code role} says in a refusal what these values are. */
  T only(String role) {
    if (names.size() != 1) {
      throw new DatasetException(
          names.isEmpty()
              ? "There is no " + role + "."
              : "There is not one " + role + " but " + listed() + ". Ask by name or position.");
    }
    return values.get(0);
  }

  T get(String role, int position) {
    if (position < 0 || position >= names.size()) {
      throw absent(role, Integer.toString(position));
    }
    return values.get(position);
  }

  T get(String role, String name) {
    int position = names.indexOf(Given.check(name, "the name of the " + role));
    if (position < 0) {
      throw absent(role, "\"" + name + "\"");
    }
    return values.get(position);
  }

  private DatasetException absent(String role, String asked) {
    return new DatasetException(
        "There is no "
            + role
            + " "
            + asked
            + (names.isEmpty() ? ", nor any other." : "; there are " + listed() + "."));
  }

  private String listed() {
    List<String> each = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      each.add("\"" + names.get(i) + "\" at " + i);
    }
    return String.join(", ", each);
  }
}
