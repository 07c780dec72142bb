package dev.flambeau.benchmarks.free;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions as others compute them: by polynomials of floats, good to 1 or 2 units in
 * the last place, for arguments that need no care. Coefficients of tanh are those of S. Moshier's
 * Cephes library (tanhf.c); the others were fitted for this.
 */
final class Polynomials {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int COUNT = FLOATS.length();
  private static final FloatVector ZERO = FloatVector.zero(FLOATS);
  private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1f);
  private static final IntVector NO_BITS =
      IntVector.zero(VectorSpecies.of(int.class, FLOATS.vectorShape()));

  private static final IntVector SIGN_BITS =
      IntVector.broadcast(VectorSpecies.of(int.class, FLOATS.vectorShape()), Integer.MIN_VALUE);
  private static final IntVector ONE_BITS =
      IntVector.broadcast(VectorSpecies.of(int.class, FLOATS.vectorShape()), 0x3f800000);

  /** Added to a float it leaves an integer in the lowest bits. */
  private static final float SHIFT = 0x1.8p23f;

  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_UPPER = 0x1.62e4p-1f;
  private static final float LN2_LOWER = 0x1.7f7d1cp-20f;
  private static final int SQRT_HALF = 0x3f3504f3;
  private static final int FRACTION_BITS = 23;

  /** Below it {@code 1 − 2 / (exp 2x + 1)} loses bits. */
  private static final float SMALL = 0.625f;

  private Polynomials() {}

  static void exp(float[] x, float[] y, float[] scratch) {
    exp(x, 1f, y);
  }

  static void sigmoid(float[] x, float[] y, float[] scratch) {
    exp(x, -1f, scratch);
    for (int i = 0; i < x.length; i += COUNT) {
      ONE.div(ONE.add(FloatVector.fromArray(FLOATS, scratch, i))).intoArray(y, i);
    }
  }

  static void tanh(float[] x, float[] y, float[] scratch) {
    exp(x, 2f, scratch);
    for (int i = 0; i < x.length; i += COUNT) {
      FloatVector v = load(x, i);
      FloatVector e = ONE.add(FloatVector.fromArray(FLOATS, scratch, i));
      FloatVector large = ONE.sub(ZERO.broadcast(2f).div(e));
      FloatVector z = v.mul(v);
      FloatVector p = z.mul(-5.70498872745e-3f).add(2.06390887954e-2f);
      p = p.fma(z, ZERO.broadcast(-5.37397155531e-2f));
      p = p.fma(z, ZERO.broadcast(1.33314422036e-1f));
      p = p.fma(z, ZERO.broadcast(-3.33332819422e-1f));
      FloatVector small = p.mul(z).fma(v, v);
      VectorMask<Float> isSmall = v.abs().compare(VectorOperators.LT, SMALL);
      large.blend(small, isSmall).intoArray(y, i);
    }
  }

  /** Of erf |x| = 1 − eᶻ what the exponential is taken of: −|x| times a polynomial in |x|. */
  static void erfExponents(float[] x, float[] z) {
    for (int i = 0; i < x.length; i += COUNT) {
      FloatVector a = ZERO.add(load(x, i).abs());
      FloatVector g = a.mul(-9.255886e-6f).add(1.1763817e-4f);
      g = g.fma(a, ZERO.broadcast(-6.3282709e-4f));
      g = g.fma(a, ZERO.broadcast(1.6670125e-3f));
      g = g.fma(a, ZERO.broadcast(-1.6038463e-4f));
      g = g.fma(a, ZERO.broadcast(-1.9153068e-2f));
      g = g.fma(a, ZERO.broadcast(0.10277783f));
      g = g.fma(a, ZERO.broadcast(0.63661938f));
      g = g.fma(a, ZERO.broadcast(1.1283792f));
      g.mul(a).neg().intoArray(z, i);
    }
  }

  /** The magnitudes of y with the signs of x. */
  static void copySigns(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += COUNT) {
      IntVector sign = SIGN_BITS.and(load(x, i).reinterpretAsInts());
      IntVector magnitude = NO_BITS.or(load(y, i).abs().reinterpretAsInts());
      magnitude.or(sign).reinterpretAsFloats().intoArray(y, i);
    }
  }

  static void cos(float[] x, float[] y, float[] scratch) {
    circular(x, 1, y);
  }

  static void sin(float[] x, float[] y, float[] scratch) {
    circular(x, 0, y);
  }

  /** The sine of x and some quarters of a turn, by those of what is left of x. */
  private static void circular(float[] x, int quarters, float[] y) {
    FloatVector turns = ZERO.broadcast(0.63661977f);
    FloatVector shift = ZERO.broadcast(SHIFT);
    for (int i = 0; i < x.length; i += COUNT) {
      FloatVector v = load(x, i);
      FloatVector shifted = v.fma(turns, shift);
      FloatVector k = shifted.sub(shift);
      FloatVector r = k.fma(ZERO.broadcast(-1.57079637f), v);
      r = k.fma(ZERO.broadcast(4.37113883e-8f), r);
      FloatVector z = r.mul(r);
      FloatVector s = z.mul(2.71831149e-6f).add(-1.98396623e-4f);
      s = s.fma(z, ZERO.broadcast(8.33333e-3f));
      s = s.fma(z, ZERO.broadcast(-0.16666667f));
      FloatVector sine = s.fma(z.mul(r), r);
      FloatVector c = z.mul(2.44331571e-5f).add(-1.38873162e-3f);
      c = c.fma(z, ZERO.broadcast(4.16666456e-2f));
      c = c.fma(z, ZERO.broadcast(-0.5f));
      FloatVector cosine = c.fma(z, ZERO.broadcast(1f));
      IntVector turned = NO_BITS.or(shifted.reinterpretAsInts()).add(quarters);
      IntVector isOdd = NO_BITS.sub(turned.and(1));
      IntVector bits = NO_BITS.or(sine.reinterpretAsInts());
      IntVector other = bits.lanewise(VectorOperators.XOR, cosine.reinterpretAsInts()).and(isOdd);
      IntVector sign = turned.and(2).lanewise(VectorOperators.LSHL, 30);
      bits = bits.lanewise(VectorOperators.XOR, other).lanewise(VectorOperators.XOR, sign);
      bits.reinterpretAsFloats().intoArray(y, i);
    }
  }

  static void expm1(float[] x, float[] y, float[] scratch) {
    FloatVector log2e = ZERO.broadcast(LOG2_E);
    FloatVector shift = ZERO.broadcast(SHIFT);
    FloatVector upper = ZERO.broadcast(-LN2_UPPER);
    FloatVector lower = ZERO.broadcast(-LN2_LOWER);
    for (int i = 0; i < x.length; i += COUNT) {
      FloatVector v = load(x, i);
      FloatVector shifted = v.fma(log2e, shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(lower, n.fma(upper, v));
      FloatVector q = r.mul(0.00139336f).add(0.00836318f);
      q = q.fma(r, ZERO.broadcast(0.04166646f));
      q = q.fma(r, ZERO.broadcast(0.16666577f));
      q = q.fma(r, ZERO.broadcast(0.5f));
      FloatVector p = q.fma(r.mul(r), r);
      IntVector k =
          NO_BITS.or(shifted.reinterpretAsInts()).lanewise(VectorOperators.LSHL, FRACTION_BITS);
      FloatVector s = ZERO.add(k.add(ONE_BITS).reinterpretAsFloats());
      s.fma(p, s.sub(1f)).intoArray(y, i);
    }
  }

  /** e to the power of {@code factor · x}. */
  private static void exp(float[] x, float factor, float[] y) {
    FloatVector log2e = ZERO.broadcast(LOG2_E);
    FloatVector shift = ZERO.broadcast(SHIFT);
    FloatVector upper = ZERO.broadcast(-LN2_UPPER);
    FloatVector lower = ZERO.broadcast(-LN2_LOWER);
    for (int i = 0; i < x.length; i += COUNT) {
      FloatVector v = ZERO.broadcast(factor).mul(FloatVector.fromArray(FLOATS, x, i));
      FloatVector shifted = v.fma(log2e, shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(lower, n.fma(upper, v));
      FloatVector q = r.mul(0.00139336f).add(0.00836318f);
      q = q.fma(r, ZERO.broadcast(0.04166646f));
      q = q.fma(r, ZERO.broadcast(0.16666577f));
      q = q.fma(r, ZERO.broadcast(0.5f));
      FloatVector p = q.fma(r.mul(r), r).add(1f);
      IntVector scale =
          NO_BITS.or(shifted.reinterpretAsInts()).lanewise(VectorOperators.LSHL, FRACTION_BITS);
      IntVector bits = scale.add(NO_BITS.or(p.reinterpretAsInts()));
      bits.reinterpretAsFloats().intoArray(y, i);
    }
  }

  /** The logarithm of 1 + x, and what the sum lost, over it. */
  static void log1p(float[] x, float[] y, float[] scratch) {
    for (int i = 0; i < x.length; i += COUNT) {
      load(x, i).add(1f).intoArray(scratch, i);
    }
    log(scratch, y, scratch);
    for (int i = 0; i < x.length; i += COUNT) {
      FloatVector v = load(x, i);
      FloatVector u = load(scratch, i);
      v.sub(u.sub(1f)).div(u).add(FloatVector.fromArray(FLOATS, y, i)).intoArray(y, i);
    }
  }

  static void log(float[] x, float[] y, float[] scratch) {
    for (int i = 0; i < x.length; i += COUNT) {
      IntVector bits = NO_BITS.or(load(x, i).reinterpretAsInts());
      IntVector exponent = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, FRACTION_BITS);
      IntVector fraction = bits.sub(exponent.lanewise(VectorOperators.LSHL, FRACTION_BITS));
      FloatVector f = ZERO.broadcast(-1f).add(fraction.reinterpretAsFloats());
      FloatVector k = ZERO.add((FloatVector) exponent.castShape(FLOATS, 0));
      FloatVector p = f.mul(-0.08101558f).add(0.12712308f);
      p = p.fma(f, ZERO.broadcast(-0.12972239f));
      p = p.fma(f, ZERO.broadcast(0.14202174f));
      p = p.fma(f, ZERO.broadcast(-0.16642248f));
      p = p.fma(f, ZERO.broadcast(0.20001469f));
      p = p.fma(f, ZERO.broadcast(-0.25000297f));
      p = p.fma(f, ZERO.broadcast(0.33333329f));
      FloatVector z = f.mul(f);
      FloatVector tail = p.mul(f).mul(z).add(k.mul(LN2_LOWER));
      FloatVector sum = f.add(z.fma(ZERO.broadcast(-0.5f), tail));
      k.fma(ZERO.broadcast(LN2_UPPER), sum).intoArray(y, i);
    }
  }

  /** What ops can be called on: of a class that the compiler sees. */
  private static FloatVector load(float[] x, int at) {
    return ZERO.add(FloatVector.fromArray(FLOATS, x, at));
  }
}
