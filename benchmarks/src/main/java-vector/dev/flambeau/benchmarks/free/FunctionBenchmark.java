package dev.flambeau.benchmarks.free;

import dev.flambeau.benchmarks.ComparisonBenchmark;
import dev.flambeau.op.Unary;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Elementary functions, correctly rounded, beside plain polynomials, in the first-level cache. */
public class FunctionBenchmark extends ComparisonBenchmark {
  private static final int ELEMENTS = 2048;

  /** What a polynomial may be off, in units in the last place. */
  private static final int MOST_ULP = 3;

  /** A polynomial, on all elements of an array. */
  private interface Polynomial {
    void run(float[] x, float[] y, float[] scratch);
  }

  /** A function by both. */
  public enum Function {
    /** Of arguments from −4 to 4, like all but the logarithms. */
    COS(new Unary.Cos(), Polynomials::cos),
    /** As {@link #COS}. */
    ERF(
        new Unary.Erf(),
        (x, y, scratch) -> Polynomials.erfExponents(x, scratch),
        (x, y, scratch) -> Polynomials.expm1(scratch, y, scratch),
        (x, y, scratch) -> Polynomials.copySigns(x, y)),
    /** As {@link #COS}. */
    EXP(new Unary.Exp(), Polynomials::exp),
    /** As {@link #EXP}. */
    EXPM1(new Unary.Expm1(), Polynomials::expm1),
    /** Of arguments from 1/4 to 8¼. */
    LOG(new Unary.Log(), Polynomials::log),
    /** As {@link #LOG}. */
    LOG1P(new Unary.Log1p(), Polynomials::log1p),
    /** As {@link #COS}. */
    SIN(new Unary.Sin(), Polynomials::sin),
    /** As {@link #EXP}. */
    TANH(new Unary.Tanh(), Polynomials::tanh),
    /** As {@link #EXP}. */
    SIGMOID(new Unary.Sigmoid(), Polynomials::sigmoid);

    private final Unary op;
    private final Polynomial[] polynomials;

    /**
     * @param polynomials one after the other, so that HotSpot compiles them one by one
     */
    Function(Unary op, Polynomial... polynomials) {
      this.op = op;
      this.polynomials = polynomials;
    }

    private void run(float[] x, float[] y, float[] scratch) {
      for (Polynomial polynomial : polynomials) {
        polynomial.run(x, y, scratch);
      }
    }

    private float argument(int i) {
      float x = (i * 8f + 1) / ELEMENTS - 4;
      return this == LOG || this == LOG1P ? x + 4.25f : x;
    }
  }

  @Param public Function function = Function.EXP;

  private final float[] x = new float[ELEMENTS];
  private final float[] y = new float[ELEMENTS];
  private final float[] scratch = new float[ELEMENTS];

  /** Prepares both, and compares what they give. */
  @Setup
  public void prepare() {
    for (int i = 0; i < ELEMENTS; i++) {
      x[i] = function.argument(i);
    }
    prepared = device.prepare(function.op, List.of(device.of(x)), device.empty(ELEMENTS));
    prepared.run();
    function.run(x, y, scratch);
    float[] exact = prepared.result();
    for (int i = 0; i < ELEMENTS; i++) {
      float ulps = Math.abs(y[i] - exact[i]) / Math.ulp(exact[i]);
      if (!(ulps <= MOST_ULP)) {
        throw new IllegalStateException(
            function + " of " + x[i] + " is " + exact[i] + ", the polynomial gives " + y[i]);
      }
    }
  }

  /** Ours. */
  @Benchmark
  public void correctlyRounded() {
    prepared.run();
  }

  /** Theirs. */
  @Benchmark
  public float[] polynomial() {
    function.run(x, y, scratch);
    return y;
  }
}
