package dev.flambeau.data.cifar;

import dev.flambeau.data.Dataset;
import dev.flambeau.data.DatasetException;
import dev.flambeau.data.Example;
import dev.flambeau.data.Named;
import dev.flambeau.tensor.HostTensor;
import java.util.List;

/**
 * The pictures of CIFAR's files, kept as the bytes that they are. An example's input is FLOAT32
 * {@code (3, 32, 32)}, levels divided by 255; its target the label, INT32 {@code ()}.
 */
public final class CifarImages implements Dataset {
  /** Rows and columns of a picture. */
  public static final int SIDE = 32;

  /** Channels of a picture: red, green, blue. */
  public static final int CHANNELS = 3;

  /** Bytes of a picture. */
  static final int BYTES = CHANNELS * SIDE * SIDE;

  private final CifarLayout layout;
  private final List<CifarPart> parts;
  private final int size;

  CifarImages(CifarLayout layout, List<CifarPart> parts) {
    this.layout = layout;
    this.parts = List.copyOf(parts);
    this.size = parts.stream().mapToInt(this::records).sum();
  }

  private int records(CifarPart part) {
    return part.records().length / layout.recordBytes();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Example get(int index) {
    byte[] bytes = planes(index);
    float[] levels = new float[BYTES];
    for (int i = 0; i < BYTES; i++) {
      levels[i] = (bytes[i] & 0xFF) / 255f;
    }
    return new Example(
        Named.of(Example.INPUT, HostTensor.of(levels, CHANNELS, SIDE, SIDE)),
        Named.of(Example.TARGET, HostTensor.of(new int[] {label(index)})));
  }

  /** A copy of a picture's levels, unsigned: {@code (3, 32, 32)}. */
  public byte[] planes(int index) {
    Place place = place(index);
    byte[] planes = new byte[BYTES];
    System.arraycopy(place.part.records(), place.at + layout.labels(), planes, 0, BYTES);
    return planes;
  }

  /** A picture's class. */
  public int label(int index) {
    Place place = place(index);
    return place.part.records()[place.at + layout.label()] & 0xFF;
  }

  /** Where a picture stands, as {@code "data_batch_2.bin: 17"}. */
  public String name(int index) {
    Place place = place(index);
    return place.part.name() + ": " + place.at / layout.recordBytes();
  }

  /** A record's first byte. */
  private record Place(CifarPart part, int at) {}

  private Place place(int index) {
    int left = index;
    for (CifarPart part : parts) {
      if (left >= 0 && left < records(part)) {
        return new Place(part, left * layout.recordBytes());
      }
      left -= records(part);
    }
    throw new DatasetException("There is no example " + index + "; there are " + size + ".");
  }
}
