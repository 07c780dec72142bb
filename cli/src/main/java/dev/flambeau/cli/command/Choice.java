package dev.flambeau.cli.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a constant of an enum as the command line spells it: {@code cross-entropy}. */
public abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final E[] constants;

  protected Choice(Class<E> type) {
    constants = type.getEnumConstants();
  }

  /** How the command line spells a constant. */
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public final E convert(String text) {
    return Arrays.stream(constants)
        .filter(constant -> text(constant).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(refusal(text)));
  }

  private String refusal(String text) {
    return Arrays.stream(constants)
        .map(Choice::text)
        .collect(Collectors.joining(", ", "one of ", ", was given '" + text + "'"));
  }
}
