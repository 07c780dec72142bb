package dev.flambeau.io;

import dev.flambeau.nn.LoadOptions;
import dev.flambeau.nn.LoadReport;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Module;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.HostTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The values that a file has for a model, on the host. All of them are read and checked before the
 * first is written, so a file that is damaged or does not fit, or a heap that is too small, leaves
 * the model as it was.
 *
 * @param state by the file's names
 */
record ModelValues(
    Path file,
    Module model,
    LoadOptions options,
    Map<String, HostTensor> state,
    LoadReport report) {

  /** Reads what the options want of a file for a model. */
  static ModelValues read(Module model, SafetensorsFile file, LoadOptions options) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (String name : file.names()) {
      if (!name.startsWith(Checkpoint.OPTIMIZER)) {
        types.put(name, type(file, name));
      }
    }
    LoadReport report;
    try {
      report = model.match(types, options);
    } catch (ModelException e) {
      // The names in it can be anyone's, so the original is not kept as the cause.
      throw new SafetensorsException(file.path(), Quoted.message(e.getMessage()));
    }
    Map<String, HostTensor> state = new LinkedHashMap<>();
    for (String name : report.loaded().values()) {
      state.put(
          name, isCount(file, name) ? count(file, name) : file.read(name, types.get(name).dtype()));
    }
    return new ModelValues(file.path(), model, options, state, report);
  }

  /**
   * The type that a tensor of the file would have in a model. What cannot be read is an error only
   * where the model wants it; it is then refused when it is read, or for its shape.
   */
  private static TensorType type(SafetensorsFile file, String name) {
    StoredType stored = StoredType.named(file.dtype(name));
    DType dtype = stored == null || stored.becomes(DType.FLOAT32) ? DType.FLOAT32 : stored.dtype();
    try {
      return new TensorType(isCount(file, name) ? DType.FLOAT32 : dtype, file.shape(name));
    } catch (SafetensorsException e) {
      return new TensorType(dtype, Shape.of(0));
    }
  }

  /**
   * Whether it is a single integer, as the number of batches that a norm has seen is in PyTorch; a
   * model has such as FLOAT32. Several are no counts: weights of 8 bits want more than a cast.
   */
  private static boolean isCount(SafetensorsFile file, String name) {
    StoredType stored = StoredType.named(file.dtype(name));
    return stored != null && stored.dtype() == DType.INT32 && file.shape(name).equals(Shape.SCALAR);
  }

  private static HostTensor count(SafetensorsFile file, String name) {
    int count = ((HostTensor.Ints) file.read(name, DType.INT32)).values()[0];
    return new HostTensor.Floats(Shape.SCALAR, new float[] {count});
  }

  /**
   * Checks that the model gets all its values.
   *
   * @throws SafetensorsException if one is missing
   */
  void checkComplete() {
    int missing = report.missing().size();
    if (missing > 0) {
      throw new SafetensorsException(
          file,
          String.format(
                  Locale.ROOT,
                  "lacks %d of the model's values, nothing was loaded; the first is %s. With LoadOptions",
                  missing,
                  report.missing().get(0))
              + ".strict(false) the others are loaded, with renaming(..) other names are taken.");
    }
  }

  LoadReport load() {
    model.loadStateDict(state, options);
    return report;
  }
}
