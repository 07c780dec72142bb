package dev.flambeau.io;

import dev.flambeau.nn.LoadOptions;
import dev.flambeau.nn.LoadReport;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.StateTensor;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.HostTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in a safetensors file: its parameters and buffers under the names of its {@link
 * Module#stateDict}, and beside them the state of its optimizer, where a run shall go on. Saved on
 * one device and loaded on another, they have the same bits.
 *
 * <p>Another thread must not train the model while it is saved or loaded: the file could hold
 * values of different steps. Save between two steps; or take the state there, by {@code
 * model.stateDict()}, and write that copy at leisure: {@code new Safetensors(state).write(file)}.
 *
 * <p>Files of Python can be loaded: FLOAT16, BFLOAT16 and FLOAT64 become FLOAT32, and whatever else
 * a file holds is not read.
 */
public final class Checkpoint {
  static final String OPTIMIZER = "optimizer.";
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private Checkpoint() {}

  /** As {@link #save(Module, Path, Map)}, without metadata. */
  public static void save(Module model, Path file) {
    save(model, file, Map.of());
  }

  /**
   * Writes a file, or replaces it: all of it or, if anything fails, nothing, as {@link
   * Safetensors#write} says.
   *
   * @param metadata free text to keep with the model
   * @throws SafetensorsException if the model has a name that a file cannot have
   * @throws FileException if it cannot be written
   */
  public static void save(Module model, Path file, Map<String, String> metadata) {
    new Safetensors(state(model, file), metadata).write(file);
  }

  /** As {@link #save(Module, Optimizer, Path, Map)}, without metadata. */
  public static void save(Module model, Optimizer optimizer, Path file) {
    save(model, optimizer, file, Map.of());
  }

  /** As {@link #save(Module, Path, Map)}, with all that the optimizer needs to go on. */
  public static void save(
      Module model, Optimizer optimizer, Path file, Map<String, String> metadata) {
    Map<String, HostTensor> state = state(model, file);
    optimizer.stateDict().forEach((name, tensor) -> state.put(OPTIMIZER + name, tensor));
    new Safetensors(state, metadata).write(file);
  }

  private static Map<String, HostTensor> state(Module model, Path file) {
    Map<String, HostTensor> state = new LinkedHashMap<>(model.stateDict());
    if (state.keySet().stream().anyMatch(name -> name.startsWith(OPTIMIZER))) {
      throw new SafetensorsException(
          file,
          "the model has a member \"optimizer\"; in files this name is the optimizer's own. Name"
              + " the member otherwise.");
    }
    return state;
  }

  /**
   * Finds before training what would keep {@link #save} from writing this file: a folder, a missing
   * folder or right, a read-only file or disk. Nothing is changed.
   *
   * @throws FileException if it could not be written
   */
  public static void checkWritable(Path file) {
    SaveTarget.of(file);
  }

  /**
   * Finds before training what would keep {@link #save(Module, Path)} from writing this file: as
   * {@link #checkWritable(Path)}, and a disk that has less room than the model takes, where its
   * file system tells. The old file is counted, since it stays until the new one is whole.
   *
   * @throws FileException if it could not be written
   */
  public static void checkWritable(Module model, Path file) {
    long bytes = 0;
    for (StateTensor tensor : model.stateTensors()) {
      bytes += (long) tensor.shape().elements() * Float.BYTES;
    }
    SaveTarget.of(file).checkRoomFor(bytes);
  }

  /**
   * Reads the text that was saved with a model, and nothing else.
   *
   * @throws SafetensorsException if the file breaks the format
   * @throws FileException if it cannot be read
   */
  public static Map<String, String> metadata(Path file) {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      return opened.metadata();
    }
  }

  /**
   * Gives a model, where it lies, all its values from a file; what the file holds besides is told
   * in a warning.
   *
   * @return what was loaded, and what the file holds besides
   * @throws SafetensorsException if the file breaks the format, or lacks a name, shape or type of
   *     the model's; the model is then as it was
   * @throws FileException if it cannot be read
   */
  public static LoadReport load(Module model, Path file) {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      ModelValues values = ModelValues.read(model, opened, LoadOptions.strict(false));
      values.checkComplete();
      LoadReport report = values.load();
      List<String> left = report.unexpected();
      if (!left.isEmpty()) {
        LOG.warn(
            "{}: {} of its {} tensors are not the model's and were not loaded, the first is {}.",
            file,
            left.size(),
            opened.names().size(),
            Quoted.text(left.get(0)));
      }
      return report;
    }
  }

  /**
   * Gives a model, where it lies, values from a file: as the options say, with other names, or as
   * many as fit; strictly, the file must hold the model's names and no others.
   *
   * @return what was loaded, and what was not
   * @throws SafetensorsException if the file breaks the format or does not fit; the model is then
   *     as it was
   * @throws FileException if it cannot be read
   */
  public static LoadReport load(Module model, Path file, LoadOptions options) {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      return ModelValues.read(model, opened, options).load();
    }
  }

  /**
   * Gives a model and its optimizer all that they had when they were saved together; all or
   * nothing. For the run to go on to the same bits, the data must too: {@link
   * dev.flambeau.data.DataLoader#epochAfter} tells with which epoch.
   *
   * @throws SafetensorsException if the file breaks the format or does not fit both; they are then
   *     as they were
   * @throws FileException if it cannot be read
   */
  public static LoadReport load(Module model, Optimizer optimizer, Path file) {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      ModelValues values = ModelValues.read(model, opened, LoadOptions.strict());
      Map<String, HostTensor> state = new LinkedHashMap<>();
      for (String name : opened.names()) {
        if (name.startsWith(OPTIMIZER)) {
          state.put(name.substring(OPTIMIZER.length()), opened.read(name));
        }
      }
      if (state.isEmpty()) {
        throw new SafetensorsException(
            file, "holds no optimizer's state; save one with the model, or load the model alone.");
      }
      try {
        optimizer.loadStateDict(state);
      } catch (OptimizerException e) {
        throw new SafetensorsException(file, Quoted.message(e.getMessage()));
      }
      return values.load();
    }
  }
}
