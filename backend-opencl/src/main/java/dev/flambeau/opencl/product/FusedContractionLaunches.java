package dev.flambeau.opencl.product;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.product.ContractionLaunches.Ended;
import java.util.ArrayList;
import java.util.List;

/** Products with an epilogue that the kernels of products know, and several of them at once. */
public final class FusedContractionLaunches {
  private FusedContractionLaunches() {}

  public static boolean takes(FusedContraction op, List<TensorType> inputs, Limits limits) {
    List<TensorType> operands = inputs.subList(0, op.contraction().operands());
    return !op.givesProduct()
        && Epilogue.Form.of(op.epilogue()).isPresent()
        && ContractionLaunches.takes(op.contraction(), operands, limits);
  }

  public static void run(
      FusedContraction op, List<View> inputs, List<View> outputs, Launcher launcher) {
    ContractionLaunches.runEnded(List.of(ended(op, inputs, outputs.get(0))), launcher);
  }

  /** Contractions that do not depend on each other, with or without an epilogue. */
  public static void run(List<Backend.Call> calls, Launcher launcher) {
    List<Ended> contractions = new ArrayList<>();
    for (Backend.Call call : calls) {
      View output = call.outputs().get(0);
      if (output.type().elements() > 0) {
        contractions.add(
            call.op() instanceof FusedContraction fused
                ? ended(fused, call.inputs(), output)
                : Ended.of((Contraction) call.op(), call.inputs(), output));
      }
    }
    ContractionLaunches.runEnded(contractions, launcher);
  }

  private static Ended ended(FusedContraction op, List<View> inputs, View output) {
    int operands = op.contraction().operands();
    Epilogue.Form form = Epilogue.Form.of(op.epilogue()).orElseThrow();
    View above = inputs.size() > operands ? inputs.get(operands) : null;
    return new Ended(op.contraction(), inputs.subList(0, operands), form, above, output);
  }
}
