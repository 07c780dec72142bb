package dev.flambeau.io;

import dev.flambeau.io.SafetensorsHeader.Entry;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays tensors out in a safetensors file, and writes its header as JSON. */
final class HeaderText {
  private HeaderText() {}

  /**
   * The header of these tensors, in their order. In the data long elements come first, then in
   * their order, so that each element lies at a multiple of its length, as other readers want it.
   */
  static SafetensorsHeader layout(Map<String, HostTensor> tensors, Map<String, String> metadata) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> entries.put(name, entry(tensor.type(), 0)));
    long begin = 0;
    for (String name : inData(tensors)) {
      Entry entry = entry(tensors.get(name).type(), begin);
      entries.put(name, entry);
      begin = entry.end();
    }
    return new SafetensorsHeader(entries, metadata);
  }

  private static Entry entry(TensorType type, long begin) {
    List<Long> sizes = new ArrayList<>();
    for (int size : type.shape().sizes()) {
      sizes.add((long) size);
    }
    return new Entry(StoredType.of(type.dtype()).name(), sizes, begin, begin + type.bytes());
  }

  /** The names in the order of the data. */
  static List<String> inData(Map<String, HostTensor> tensors) {
    List<String> names = new ArrayList<>(tensors.keySet());
    names.sort(Comparator.comparingInt(name -> -tensors.get(name).dtype().bytes()));
    return names;
  }

  static String json(SafetensorsHeader header) {
    List<String> members = new ArrayList<>();
    if (!header.metadata().isEmpty()) {
      List<String> texts = new ArrayList<>();
      header.metadata().forEach((name, text) -> texts.add(quoted(name) + ":" + quoted(text)));
      members.add(quoted(SafetensorsHeader.METADATA) + ":{" + String.join(",", texts) + "}");
    }
    header.entries().forEach((name, entry) -> members.add(quoted(name) + ":" + json(entry)));
    return "{" + String.join(",", members) + "}";
  }

  private static String json(Entry entry) {
    // Not by a format, which writes the digits of the default locale.
    return "{\"dtype\":\""
        + entry.dtype()
        + "\",\"shape\":["
        + String.join(",", entry.sizes().stream().map(size -> Long.toString(size)).toList())
        + "],\"data_offsets\":["
        + entry.begin()
        + ","
        + entry.end()
        + "]}";
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c < ' ') {
        quoted.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
      } else if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
