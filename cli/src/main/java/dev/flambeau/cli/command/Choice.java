package dev.flambeau.cli.command;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of some values as the command line spells it: {@code cross-entropy}. */
public abstract class Choice<V> implements ITypeConverter<V>, Iterable<String> {
  private final Map<String, V> values = new LinkedHashMap<>();

  /** Of the constants of an enum. */
  protected Choice(Class<V> type) {
    this(List.of(type.getEnumConstants()), constant -> text((Enum<?>) constant));
  }

  /** Of values that are each spelt in lower case. */
  protected Choice(List<V> values, Function<V, String> text) {
    values.forEach(value -> this.values.put(text.apply(value), value));
  }

  /** How the command line spells a constant. */
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All that can be chosen. */
  @Override
  public final Iterator<String> iterator() {
    return values.keySet().iterator();
  }

  @Override
  public final V convert(String text) {
    V value = values.get(text.toLowerCase(Locale.ROOT));
    if (value == null) {
      String choices = String.join(", ", values.keySet());
      throw new TypeConversionException("one of " + choices + ", was given '" + text + "'");
    }
    return value;
  }
}
