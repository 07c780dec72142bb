package dev.flambeau.backend.setting;

import dev.flambeau.op.FlambeauException;

/** A system property has a value that it does not take; the message says which it takes. */
public final class SettingException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  /**
   * @param takes what it may be given, in words
   */
  public SettingException(String property, String given, String takes) {
    super(
        "-D"
            + property
            + " takes "
            + takes
            + ", was given \""
            + given
            + "\". Give it what it takes, or leave it out.");
  }
}
