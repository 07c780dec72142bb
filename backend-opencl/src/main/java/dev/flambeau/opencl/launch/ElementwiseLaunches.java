package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Arange;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Op;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.List;
import java.util.Locale;

/** Ops whose every output element is made by itself: unary.cl, binary.cl and their like. */
public final class ElementwiseLaunches {
  private ElementwiseLaunches() {}

  public static void unary(Unary op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int n = outputs.get(0).type().elements();
    launcher
        .launch("unary_" + op.name())
        .view(inputs.get(0))
        .view(outputs.get(0))
        .number(n)
        .overElements(n);
  }

  public static void binary(Binary op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Layout layout = layout(inputs, outputs);
    if (!layout.isEven()) {
      strided("binary_" + op.name() + "_strided", layout, inputs, outputs, launcher);
      return;
    }
    int n = layout.elements();
    launcher
        .launch("binary_" + op.name())
        .view(inputs.get(0))
        .number(layout.step(0))
        .view(inputs.get(1))
        .number(layout.step(1))
        .view(outputs.get(0))
        .number(n)
        .overElements(n);
  }

  public static void compare(Compare op, List<View> inputs, List<View> outputs, Launcher launcher) {
    String kernel = "compare_" + snake(op) + "_" + type(inputs.get(0).type().dtype());
    strided(kernel, layout(inputs, outputs), inputs, outputs, launcher);
  }

  public static void where(
      Ternary.Where op, List<View> inputs, List<View> outputs, Launcher launcher) {
    String kernel = "ternary_where_" + bits(outputs.get(0));
    strided(kernel, layout(inputs, outputs), inputs, outputs, launcher);
  }

  public static void fma(Ternary.Fma op, List<View> inputs, List<View> outputs, Launcher launcher) {
    strided("ternary_fma", layout(inputs, outputs), inputs, outputs, launcher);
  }

  /** One launch, unless the operands have more axes than a kernel walks. */
  private static void strided(
      String kernel, Layout layout, List<View> inputs, List<View> outputs, Launcher launcher) {
    int done = 0;
    for (Layout part : layout.parts(Layout.AXES)) {
      Launch launch = launcher.launch(kernel);
      for (int i = 0; i < inputs.size(); i++) {
        launch.view(inputs.get(i), part.starts()[i]).numbers(part.stridesOf8(i));
      }
      int n = part.elements();
      launch.view(outputs.get(0), done).numbers(part.sizesOf8()).number(n).overElements(n);
      done += n;
    }
  }

  private static Layout layout(List<View> inputs, List<View> outputs) {
    return Layout.broadcast(
        outputs.get(0).type().shape(), inputs.stream().map(view -> view.type().shape()).toList());
  }

  public static void cast(
      Conversion.Cast op, List<View> inputs, List<View> outputs, Launcher launcher) {
    DType from = inputs.get(0).type().dtype();
    if (from == op.dtype()) {
      MovementLaunches.copy(inputs.get(0), outputs.get(0), launcher);
      return;
    }
    int n = outputs.get(0).type().elements();
    launcher
        .launch("conversion_" + type(from) + "_to_" + type(op.dtype()))
        .view(inputs.get(0))
        .view(outputs.get(0))
        .number(n)
        .overElements(n);
  }

  public static void oneHot(
      Conversion.OneHot op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int n = outputs.get(0).type().elements();
    launcher
        .launch("conversion_one_hot")
        .view(inputs.get(0))
        .view(outputs.get(0))
        .number(op.classes())
        .number(n)
        .overElements(n);
  }

  public static void fill(Fill op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int n = outputs.get(0).type().elements();
    launcher
        .launch("fill_" + bits(outputs.get(0)))
        .view(outputs.get(0))
        .number(bits(op))
        .number(n)
        .overElements(n);
  }

  public static void arange(Arange op, List<View> inputs, List<View> outputs, Launcher launcher) {
    launcher
        .launch("fill_arange_" + type(op.dtype()))
        .view(outputs.get(0))
        .number(op.size())
        .overElements(op.size());
  }

  private static int bits(Fill op) {
    return switch (op.dtype()) {
      case FLOAT32 -> Float.floatToRawIntBits((float) op.value());
      case BOOL -> op.value() != 0 ? 1 : 0;
      default -> (int) op.value();
    };
  }

  /** How OpenCL C names a type. */
  public static String type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "float";
      case INT32 -> "int";
      case BOOL -> "uchar";
      case FLOAT64 -> throw new IllegalArgumentException("FLOAT64 has no kernels");
    };
  }

  /** The type that moves a view's elements as bits. */
  static String bits(View view) {
    return view.type().dtype() == DType.BOOL ? "uchar" : "uint";
  }

  /** An op's name as kernels have it: {@code lessEqual} is {@code less_equal}. */
  public static String snake(Op op) {
    return op.name().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
