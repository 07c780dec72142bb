package dev.flambeau.io;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file: where each tensor lies in the data, and of what type it is.
 *
 * @param entries in the header's order, which need not be that of the data
 * @param metadata what stands under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  private static final Map<String, DType> DTYPES = Map.of("F32", DType.FLOAT32, "I32", DType.INT32);
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  /** Bytes [begin, end) of the data. */
  record Entry(TensorType type, long begin, long end) {}

  /** Reads and checks the text of a header; {@code dataBytes} is what lies behind it. */
  static SafetensorsHeader parse(Path file, String text, long dataBytes) {
    Map<String, Object> members;
    try {
      members = JsonReader.object(text);
    } catch (JsonException e) {
      throw new SafetensorsException(file, "the header is malformed " + e.getMessage() + ".", e);
    }
    Object texts = members.remove(METADATA);
    Map<String, String> metadata = texts == null ? Map.of() : strings(file, texts);
    Map<String, Entry> entries = new LinkedHashMap<>();
    members.forEach((name, value) -> entries.put(name, new Parser(file, name).entry(value)));
    checkCoverage(file, entries, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  private static Map<String, String> strings(Path file, Object metadata) {
    Map<String, String> strings = new LinkedHashMap<>();
    if (metadata instanceof Map<?, ?> members) {
      members.forEach(
          (name, value) -> {
            if (value instanceof String string) {
              strings.put((String) name, string);
            }
          });
      if (strings.size() == members.size()) {
        return strings;
      }
    }
    throw new SafetensorsException(
        file, METADATA + " must be an object of strings, is " + metadata + ".");
  }

  /** Every byte of the data must belong to one tensor: no hole, no overlap, nothing behind. */
  private static void checkCoverage(Path file, Map<String, Entry> entries, long dataBytes) {
    List<String> names = new ArrayList<>(entries.keySet());
    names.sort(
        Comparator.comparingLong((String name) -> entries.get(name).begin)
            .thenComparingLong(name -> entries.get(name).end));
    long covered = 0;
    String previous = "";
    for (String name : names) {
      Entry entry = entries.get(name);
      if (entry.end > dataBytes) {
        throw new SafetensorsException(
            file,
            "tensor \"%s\" lies at bytes %d to %d of the data, of which there are %d."
                .formatted(name, entry.begin, entry.end, dataBytes));
      }
      if (entry.begin < covered) {
        throw new SafetensorsException(
            file,
            "tensors \"%s\" and \"%s\" overlap in bytes %d to %d of the data."
                .formatted(previous, name, entry.begin, Math.min(covered, entry.end)));
      }
      checkHole(file, covered, entry.begin);
      covered = entry.end;
      previous = name;
    }
    checkHole(file, covered, dataBytes);
  }

  private static void checkHole(Path file, long from, long to) {
    if (from < to) {
      throw new SafetensorsException(
          file, "bytes %d to %d of the data belong to no tensor.".formatted(from, to));
    }
  }

  /** The checks of one tensor's member, and the words of their refusals. */
  private record Parser(Path file, String name) {

    Entry entry(Object value) {
      if (!(value instanceof Map<?, ?> members) || !members.keySet().equals(FIELDS)) {
        throw refusal("must be an object of dtype, shape and data_offsets, is " + value);
      }
      TensorType type = new TensorType(dtype(members.get("dtype")), shape(members.get("shape")));
      List<Long> offsets = integers("data_offsets", members.get("data_offsets"));
      if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
        throw refusal("data_offsets must be a begin and an end not below it, are " + offsets);
      }
      Entry entry = new Entry(type, offsets.get(0), offsets.get(1));
      if (entry.end - entry.begin != type.bytes()) {
        throw refusal(
            "%s takes %d bytes, data_offsets %s are %d bytes apart"
                .formatted(type, type.bytes(), offsets, entry.end - entry.begin));
      }
      return entry;
    }

    private DType dtype(Object value) {
      DType dtype = value instanceof String string ? DTYPES.get(string) : null;
      if (dtype == null) {
        throw refusal("dtype " + value + " is not supported, F32 and I32 are");
      }
      return dtype;
    }

    private Shape shape(Object value) {
      List<Long> sizes = integers("shape", value);
      try {
        return Shape.of(sizes.stream().mapToInt(Math::toIntExact).toArray());
      } catch (ShapeMismatchException | ArithmeticException e) {
        throw new SafetensorsException(
            file,
            "tensor \"%s\": shape %s is none: sizes must be 0 or more, and their product less than 2³¹."
                .formatted(name, sizes),
            e);
      }
    }

    private List<Long> integers(String field, Object value) {
      List<Long> integers = new ArrayList<>();
      if (value instanceof List<?> elements) {
        for (Object element : elements) {
          if (element instanceof Long integer) {
            integers.add(integer);
          }
        }
        if (integers.size() == elements.size()) {
          return integers;
        }
      }
      throw refusal(field + " must be an array of integers, is " + value);
    }

    private SafetensorsException refusal(String problem) {
      return new SafetensorsException(file, "tensor \"" + name + "\": " + problem + ".");
    }
  }

  /** The header of these tensors, laid one after the other. */
  static SafetensorsHeader of(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long begin = 0;
    for (var tensor : tensors.entrySet()) {
      TensorType type = tensor.getValue().type();
      entries.put(tensor.getKey(), new Entry(type, begin, begin + type.bytes()));
      begin += type.bytes();
    }
    return new SafetensorsHeader(entries, metadata);
  }

  /** The header as JSON. */
  String text() {
    List<String> members = new ArrayList<>();
    if (!metadata.isEmpty()) {
      List<String> strings = new ArrayList<>();
      metadata.forEach((name, value) -> strings.add(quoted(name) + ":" + quoted(value)));
      members.add(quoted(METADATA) + ":{" + String.join(",", strings) + "}");
    }
    entries.forEach((name, entry) -> members.add(quoted(name) + ":" + text(entry)));
    return "{" + String.join(",", members) + "}";
  }

  private static String text(Entry entry) {
    List<String> sizes = new ArrayList<>();
    for (int size : entry.type.shape().sizes()) {
      sizes.add(Integer.toString(size));
    }
    // Not by a format, which writes the digits of the default locale.
    return "{\"dtype\":\""
        + (entry.type.dtype() == DType.INT32 ? "I32" : "F32")
        + "\",\"shape\":["
        + String.join(",", sizes)
        + "],\"data_offsets\":["
        + entry.begin
        + ","
        + entry.end
        + "]}";
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
