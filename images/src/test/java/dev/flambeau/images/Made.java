package dev.flambeau.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files of pictures, made here. */
final class Made {
  private Made() {}

  static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new AssertionError("no writer of " + format);
    }
    return bytes.toByteArray();
  }

  /** A picture whose levels differ from place to place. */
  static BufferedImage image(int type, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < height * width; i++) {
      image.setRGB(i % width, i / width, 0xFF000000 | rgb(i));
    }
    return image;
  }

  static int rgb(int i) {
    return (37 * i & 0xFF) << 16 | (91 * i + 5 & 0xFF) << 8 | (200 - 17 * i & 0xFF);
  }

  static int[] levels(int pixels) {
    int[] levels = new int[3 * pixels];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = rgb(i / 3) >> 16 - 8 * (i % 3) & 0xFF;
    }
    return levels;
  }

  /** Bytes that are written in hex, with blanks between. */
  static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** A PNG's part, with its checksum. */
  static byte[] chunk(String name, byte[] data) {
    byte[] named = join(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII), data);
    CRC32 sum = new CRC32();
    sum.update(named);
    return join(big(data.length), named, big((int) sum.getValue()));
  }

  static byte[] big(int value) {
    return java.nio.ByteBuffer.allocate(4).putInt(value).array();
  }
}
