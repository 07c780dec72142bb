package dev.flambeau.io;

import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Module;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model's parameters in a safetensors file, under the names of its {@link Module#stateDict}.
 * Saved on one device and loaded on another, they have the same bits.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /** As {@link #save(Module, Path, Map)}, without metadata. */
  public static void save(Module model, Path file) throws IOException {
    save(model, file, Map.of());
  }

  /**
   * Writes a file, or replaces it: all of it or, if anything fails, nothing.
   *
   * @param metadata free text to keep with the parameters
   * @throws IOException if it cannot be written
   */
  public static void save(Module model, Path file, Map<String, String> metadata)
      throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    model.stateDict().forEach((name, tensor) -> tensors.put(name, stored(tensor)));
    new Safetensors(tensors, metadata).write(file);
  }

  /**
   * Gives a model, where it lies, the parameters of a file.
   *
   * @return the file's metadata
   * @throws SafetensorsException if the file breaks the format, or has not exactly the model's
   *     names and shapes; the model is then as it was
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> load(Module model, Path file) throws IOException {
    Safetensors stored = Safetensors.read(file);
    Map<String, HostTensor> state = new LinkedHashMap<>();
    stored.tensors().forEach((name, tensor) -> state.put(name, host(tensor)));
    try {
      model.loadStateDict(state);
    } catch (ModelException e) {
      throw new SafetensorsException(file, e.getMessage(), e);
    }
    return stored.metadata();
  }

  private static StoredTensor stored(HostTensor tensor) {
    return new StoredTensor.Floats(tensor.shape(), ((HostTensor.Floats) tensor).values());
  }

  private static HostTensor host(StoredTensor stored) {
    return stored instanceof StoredTensor.Ints ints
        ? new HostTensor.Ints(ints.shape(), ints.values())
        : new HostTensor.Floats(stored.type().shape(), ((StoredTensor.Floats) stored).values());
  }
}
