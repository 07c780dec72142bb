package dev.flambeau.train;

import dev.flambeau.nn.Module;
import dev.flambeau.nn.StateTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What two runs compare to know whether they ended with the same model, bit for bit. */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * The SHA-256 of a model's parameters, then its buffers, in hexadecimal: layer by layer, weight
   * before bias, each row-major, little-endian FLOAT32, any NaN as 0x7fc00000, without names or
   * shapes (docs/numerics.md, "Hashes").
   *
   * @throws dev.flambeau.nn.ModelException before the model lies on a device
   */
  public static String sha256(Module model) {
    MessageDigest digest = newDigest();
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (StateTensor tensor : model.stateTensors()) {
      for (float value : tensor.tensor().toFloats()) {
        if (!chunk.hasRemaining()) {
          digest.update(chunk.flip());
          chunk.clear();
        }
        // Not floatToRawIntBits: this one makes one NaN of all.
        chunk.putInt(Float.floatToIntBits(value));
      }
    }
    digest.update(chunk.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A SHA-256 that has seen nothing yet: what weights, pictures and functions are compared by. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
