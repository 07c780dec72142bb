package dev.flambeau.images;

import java.util.OptionalInt;

/**
 * What shows through transparent pixels.
 *
 * @param rgb its colour, if one is set
 * @param name of the file, for messages
 */
record Ground(OptionalInt rgb, String name) {
  /**
   * The level of a channel.
   *
   * @throws PictureException if no ground is set
   */
  int level(int channel) {
    int colour =
        rgb.orElseThrow(
            () ->
                new PictureException(
                    name
                        + " has transparent pixels; say what lies behind them, as"
                        + " PictureReader.rgb().ground(0xFFFFFF) for white."));
    return colour >> 16 - 8 * channel & 0xFF;
  }

  /** The level of a pixel on the ground. */
  int under(int level, int opacity, int channel) {
    return opacity == 255
        ? level
        : (level * opacity + level(channel) * (255 - opacity) + 127) / 255;
  }
}
