package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Philox;
import java.util.List;

/** Random numbers, a block of four by a work-item: draw.cl. */
public final class DrawLaunches {
  private DrawLaunches() {}

  public static void uniform(
      Draw.Uniform op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int n = op.shape().elements();
    launch(op, inputs, outputs, launcher).number(n).overElements(blocks(n));
  }

  public static void integers(
      Draw.Integers op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int n = op.shape().elements();
    launch(op, inputs, outputs, launcher)
        .number(op.low())
        .number(op.range())
        .number(n)
        .overElements(blocks(n));
  }

  private static Launch launch(Draw op, List<View> inputs, List<View> outputs, Launcher launcher) {
    return launcher
        .launch("draw_" + op.name())
        .view(inputs.get(0))
        .view(outputs.get(0))
        .number(op.ordinal());
  }

  private static int blocks(int elements) {
    return (elements + Philox.WORDS - 1) / Philox.WORDS;
  }
}
