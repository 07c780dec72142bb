package dev.flambeau.images.dataset;

import dev.flambeau.train.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The hash of a dataset: over each label, INT32, and the picture's own SHA-256. */
final class PictureHash {
  private PictureHash() {}

  static String of(PictureDataset pictures) {
    MessageDigest digest = Fingerprint.newDigest();
    ByteBuffer label = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pictures.size(); i++) {
      digest.update(label.clear().putInt(pictures.label(i)).flip());
      digest.update(pictures.picture(i).digest());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
