package dev.flambeau.io;

import dev.flambeau.io.SafetensorsHeader.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a safetensors header; what a header cannot have is refused where it stands. */
final class HeaderParser {
  /** More axes than any framework's tensors have. */
  private static final int MOST_AXES = 64;

  /** Of a refusal, in characters: shapes can be long. */
  private static final int LONGEST = 200;

  private final Path file;
  private final JsonReader json;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private @Nullable Map<String, String> metadata;

  private HeaderParser(Path file, byte[] text) {
    this.file = file;
    this.json = new JsonReader(text);
  }

  /** Reads and checks the text of a header. */
  static SafetensorsHeader parse(Path file, byte[] text) {
    HeaderParser parser = new HeaderParser(file, text);
    try {
      parser.json.object(parser::member);
      parser.json.end();
    } catch (JsonException e) {
      throw new SafetensorsException(file, "the header is malformed " + e.getMessage() + ".", e);
    }
    Map<String, String> texts = parser.metadata;
    return new SafetensorsHeader(parser.entries, texts == null ? Map.of() : texts);
  }

  private void member(String name) throws JsonException {
    if (!name.equals(SafetensorsHeader.METADATA)) {
      Entry entry = new Fields(name).read();
      if (entries.putIfAbsent(name, entry) != null) {
        throw twice(name);
      }
    } else if (metadata == null) {
      metadata = texts();
    } else {
      throw twice(name);
    }
  }

  private Map<String, String> texts() throws JsonException {
    Map<String, String> texts = new LinkedHashMap<>();
    json.object(
        name -> {
          if (texts.putIfAbsent(name, json.string()) != null) {
            throw twice(name);
          }
        });
    return texts;
  }

  private JsonException twice(String name) {
    return json.problem("the name " + Quoted.text(name) + " stands twice in one object");
  }

  /** The members of one tensor. */
  private final class Fields {
    private final String name;
    private @Nullable String dtype;
    private @Nullable List<Long> shape;
    private @Nullable List<Long> offsets;

    Fields(String name) {
      this.name = name;
    }

    Entry read() throws JsonException {
      json.object(this::field);
      if (dtype == null || shape == null || offsets == null) {
        throw refusal("must have dtype, shape and data_offsets");
      }
      if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
        throw refusal("data_offsets must be a begin and an end not below it, are " + offsets);
      }
      Entry entry = new Entry(dtype, shape, offsets.get(0), offsets.get(1));
      checkLength(entry);
      return entry;
    }

    private void field(String field) throws JsonException {
      switch (field) {
        case "dtype" -> {
          checkFirst(field, dtype);
          String read = json.string();
          StoredType known = StoredType.named(read);
          dtype = known == null ? read : known.name();
        }
        case "shape" -> {
          checkFirst(field, shape);
          shape = integers(field, MOST_AXES);
        }
        case "data_offsets" -> {
          checkFirst(field, offsets);
          offsets = integers(field, 2);
        }
        default ->
            throw refusal(
                "has a member " + Quoted.text(field) + " beside dtype, shape and data_offsets");
      }
    }

    private void checkFirst(String field, @Nullable Object before) throws JsonException {
      if (before != null) {
        throw twice(field);
      }
    }

    private List<Long> integers(String field, int most) throws JsonException {
      List<Long> integers = new ArrayList<>(2);
      json.array(
          () -> {
            if (integers.size() == most) {
              throw refusal(field + " has more than " + most + " numbers");
            }
            integers.add(json.integer());
          });
      return List.copyOf(integers);
    }

    /** Of types that are not read, the length of an element is not known either. */
    private void checkLength(Entry entry) {
      if (entry.sizes().stream().anyMatch(size -> size < 0)) {
        throw refusal("shape " + entry.sizes() + " is none: sizes must be 0 or more");
      }
      StoredType type = StoredType.named(entry.dtype());
      if (type != null && !takes(type, entry.sizes(), entry.bytes())) {
        throw refusal(
            String.format(
                Locale.ROOT,
                "%s of shape %s does not take the %d bytes from %d to %d of its data_offsets",
                type,
                entry.sizes(),
                entry.bytes(),
                entry.begin(),
                entry.end()));
      }
    }

    private boolean takes(StoredType type, List<Long> sizes, long bytes) {
      if (sizes.contains(0L)) {
        return bytes == 0;
      }
      long product = type.bytes();
      for (long size : sizes) {
        if (product > bytes / size) {
          return false;
        }
        product *= size;
      }
      return product == bytes;
    }

    private SafetensorsException refusal(String problem) {
      String told = problem.length() > LONGEST ? problem.substring(0, LONGEST) + "…" : problem;
      return new SafetensorsException(file, "tensor " + Quoted.text(name) + ": " + told + ".");
    }
  }
}
