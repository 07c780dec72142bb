package dev.flambeau.nn;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * What a model is made of, in the order in which it computes: a row for each layer with parameters
 * or buffers, and for each op between them. Its text is a table.
 *
 * <p>It is found by running the model once, in the mode for use, on tensors that have shapes and no
 * values: nothing is computed, and the model need not lie on a device. Whatever reads a value back
 * cannot be run so.
 *
 * @param parameters elements of all parameters
 * @param trained elements of those that are not frozen
 * @param multiplyAdds products that are added up in one forward pass
 * @param outputBytes memory of the outputs of all rows together
 */
public record Summary(
    List<Row> rows, long parameters, long trained, long multiplyAdds, long outputBytes) {

  /**
   * A layer at work, or an op.
   *
   * @param name the layer's path in the model; empty for an op that reads no state
   * @param kind the layer's class, or the op's name
   * @param output the shape of what it gives
   * @param parameters elements of its own parameters, where they are used first
   * @param multiplyAdds products that it adds up
   * @param outputBytes memory of its output
   */
  public record Row(
      String name,
      String kind,
      Shape output,
      long parameters,
      long multiplyAdds,
      long outputBytes) {}

  public Summary {
    rows = List.copyOf(rows);
  }

  /** Of a layer, for an input of FLOAT32 of these sizes. */
  public static Summary of(Layer model, int... input) {
    return of(model, Shape.of(input));
  }

  /** Of a layer, for an input of FLOAT32. */
  public static Summary of(Layer model, Shape input) {
    return of(model, given -> model.forward(given.get(0)), new TensorType(DType.FLOAT32, input));
  }

  /**
   * Of a module with a forward pass of its own.
   *
   * @param forward runs the model on tensors of the types
   * @throws dev.flambeau.tensor.error.CaptureException if it reads a value back
   */
  public static Summary of(Module model, Function<List<Tensor>, ?> forward, TensorType... inputs) {
    return new SummaryRun(model).of(forward, inputs);
  }

  /** The table, and the totals below it. */
  @Override
  public String toString() {
    return SummaryTable.of(this);
  }
}
