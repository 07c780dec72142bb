package dev.flambeau.opencl.tile;

import dev.flambeau.opencl.device.OpenClDevice;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was found best on a device, as a file holds it: JSON, in just the form in which it is
 * written.
 *
 * @param device its platform and model
 * @param driver its driver's version, with which it was found
 */
record TileFile(String device, String driver, TileSet products) {
  /** That of the form, and of the kernels that the tiles are for. */
  static final int VERSION = 1;

  /** The last plus keeps the matcher from calling itself for each character. */
  private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*+)\"";

  private static final Pattern FORM =
      Pattern.compile(
          String.format(
              Locale.ROOT,
              "\\s*\\{\\s*\"version\":\\s*(\\d{1,9}),\\s*\"device\":\\s*%s,\\s*\"driver\":\\s*%s,"
                  + "\\s*\"products\":\\s*(\\{[^{}]*})\\s*}\\s*",
              STRING,
              STRING));

  static TileFile of(OpenClDevice device, TileSet products) {
    return new TileFile(identity(device), device.driverVersion(), products);
  }

  private static String identity(OpenClDevice device) {
    return device.info().platform() + ", " + device.info().model();
  }

  /** The name of a device's file: the words of its identity. */
  static String name(OpenClDevice device) {
    StringBuilder name = new StringBuilder();
    boolean isBetween = false;
    for (char c : identity(device).toLowerCase(Locale.ROOT).toCharArray()) {
      boolean isWord = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (isWord && isBetween && name.length() > 0) {
        name.append('-');
      }
      if (isWord) {
        name.append(c);
      }
      isBetween = !isWord;
    }
    return name.append(".json").toString();
  }

  /** Whether it was found on such a device. */
  boolean isFor(OpenClDevice other) {
    return device.equals(identity(other));
  }

  /**
   * Reads what {@link #json} gives.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static TileFile parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("it is damaged");
    }
    int version = Integer.parseInt(matcher.group(1));
    if (version != VERSION) {
      throw new IllegalArgumentException("it has version " + version + ", not " + VERSION);
    }
    return new TileFile(
        unquoted(matcher.group(2)), unquoted(matcher.group(3)), TileSet.parse(matcher.group(4)));
  }

  String json() {
    return "{\n  \"version\": "
        + VERSION
        + ",\n  \"device\": \""
        + quoted(device)
        + "\",\n  \"driver\": \""
        + quoted(driver)
        + "\",\n  \"products\": "
        + products.text()
        + "\n}\n";
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String unquoted(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }
}
