package dev.flambeau.opencl.tuning;

import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A product to time or to check: (m, k) times (k, n). Its text: {@code nt64x512x784}. */
record Product(boolean transposeA, boolean transposeB, int m, int n, int k) {
  private static final Pattern TEXT = Pattern.compile("([nt])([nt])(\\d+)x(\\d+)x(\\d+)");

  static Product of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not a product: " + text);
    }
    return new Product(
        matcher.group(1).equals("t"),
        matcher.group(2).equals("t"),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)),
        Integer.parseInt(matcher.group(5)));
  }

  MatMul op() {
    return new MatMul(transposeA, transposeB);
  }

  TensorType a() {
    return transposeA ? type(k, m) : type(m, k);
  }

  TensorType b() {
    return transposeB ? type(n, k) : type(k, n);
  }

  TensorType c() {
    return type(m, n);
  }

  List<TensorType> operands() {
    return List.of(a(), b());
  }

  static TensorType type(int... sizes) {
    return new TensorType(DType.FLOAT32, Shape.of(sizes));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s%s%dx%dx%d", transposeA ? "t" : "n", transposeB ? "t" : "n", m, n, k);
  }
}
