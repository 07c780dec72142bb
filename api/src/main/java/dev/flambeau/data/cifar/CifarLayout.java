package dev.flambeau.data.cifar;

import dev.flambeau.data.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file lays out its records: labels, a byte each, then the pixels.
 *
 * @param labels bytes before the pixels
 * @param label the one that counts
 * @param classes labels are below this
 */
record CifarLayout(int labels, int label, int classes) {
  int recordBytes() {
    return labels + CifarImages.BYTES;
  }

  /** The records of files, one file behind the other. */
  CifarImages read(Path folder, List<String> names) throws IOException {
    List<CifarPart> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(new CifarPart(name, records(folder.resolve(name), names)));
    }
    return new CifarImages(this, parts);
  }

  private byte[] records(Path file, List<String> needed) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          "No file " + file + ". Needed there: " + String.join(", ", needed) + ".");
    }
    long size = Files.size(file);
    if (size % recordBytes() != 0 || size > Integer.MAX_VALUE - 8) {
      throw new DatasetException(
          file
              + ": "
              + size
              + " bytes are no whole number of records of "
              + recordBytes()
              + ". Is it cut off, or of the other CIFAR?");
    }
    byte[] records = Files.readAllBytes(file);
    if (records.length != size) {
      throw new DatasetException(file + ": it was changed while it was read.");
    }
    for (int i = 0; i < records.length / recordBytes(); i++) {
      int found = records[i * recordBytes() + label] & 0xFF;
      if (found >= classes) {
        throw new DatasetException(
            file
                + ": record "
                + i
                + " has the label "
                + found
                + "; labels are below "
                + classes
                + ".");
      }
    }
    return records;
  }
}
