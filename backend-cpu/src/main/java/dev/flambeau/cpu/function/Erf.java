package dev.flambeau.cpu.function;

/**
 * Error function.
 *
 * <p>Method: erf |x| = 1 − e^(−|x| G(|x|)), with which the exponential's lack of 1 keeps all bits
 * near 0; the sign is put back. G(x) = −ln(erfc x)/x is nearly a straight line, from 2/√π at 0 to
 * 4.5 at 4, and a polynomial of degree 22. It may be off by more where e^(−x G) is small; that is
 * what its coefficients were weighed by (tck/src/test/oracle/coefficients.py). erf 4 is 1 as a
 * float.
 *
 * <p>Special cases: erf(NaN) = NaN, erf(±∞) = ±1, erf(±0) = ±0.
 *
 * <p>Error before narrowing: 2⁻⁵¹, relative. Exceptions: none.
 */
public final class Erf {
  public static final double MOST = 4;

  private static final double G0 = 0x1.20dd750429b6dp+0; // 1.1283791670955126
  private static final double G1 = 0x1.45f306dc9c8dfp-1; // 0.6366197723675916
  private static final double G2 = 0x1.a4f4e2a1a8ebep-4; // 0.102772603301271
  private static final double G3 = -0x1.3966859030248p-6; // -0.01912844699177388
  private static final double G4 = -0x1.b6b6a4937b29bp-13; // -0.00020919487415884262
  private static final double G5 = 0x1.bca6951121252p-10; // 0.001696207855531946
  private static final double G6 = -0x1.35666244f2681p-11; // -0.0005901335467736886
  private static final double G7 = 0x1.b2af0c3bb3cabp-16; // 2.59091723212006e-05
  private static final double G8 = 0x1.0e23b9f3f16d5p-14; // 6.440628914025232e-05
  private static final double G9 = -0x1.efa8506245ee2p-16; // -2.9543487820664768e-05
  private static final double G10 = 0x1.a1f0207da0295p-19; // 3.1138807219946464e-06
  private static final double G11 = 0x1.ae94659144c1bp-19; // 3.2080685704676617e-06
  private static final double G12 = -0x1.1c15a50fbfcd9p-19; // -2.116594835288246e-06
  private static final double G13 = 0x1.56046bad94166p-21; // 6.370568052614341e-07
  private static final double G14 = -0x1.dfae37b9b36ecp-25; // -5.584216418234109e-08
  private static final double G15 = -0x1.6c81244bcdd3dp-25; // -4.243390402811085e-08
  private static final double G16 = 0x1.aad36820e0441p-26; // 2.4844531879272958e-08
  private static final double G17 = -0x1.044043db1877bp-27; // -7.574302010412246e-09
  private static final double G18 = 0x1.a90a6ef2e9edep-30; // 1.5462892604612964e-09
  private static final double G19 = -0x1.e1856f1ea07a8p-33; // -2.1897050228339576e-10
  private static final double G20 = 0x1.6e928a3b88d0ap-36; // 2.0837229713005137e-11
  private static final double G21 = -0x1.5349e391bab56p-40; // -1.205395352177384e-12
  private static final double G22 = 0x1.2176b617a0f24p-45; // 3.213692823056274e-14

  private Erf() {}

  static float of(float x) {
    double a = Math.abs(x);
    a = a > MOST ? MOST : a;
    double z = -(a * rate(a));
    double shifted = Exponential.shifted(z);
    double s = Exponential.scale(shifted);
    double p = Exponential.expm1(z, shifted);
    return Math.copySign((float) ((1 - s) - s * p), x);
  }

  /** G. */
  private static double rate(double a) {
    double g = G22;
    g = g * a + G21;
    g = g * a + G20;
    g = g * a + G19;
    g = g * a + G18;
    g = g * a + G17;
    g = g * a + G16;
    g = g * a + G15;
    g = g * a + G14;
    g = g * a + G13;
    g = g * a + G12;
    g = g * a + G11;
    g = g * a + G10;
    g = g * a + G9;
    g = g * a + G8;
    g = g * a + G7;
    g = g * a + G6;
    g = g * a + G5;
    g = g * a + G4;
    g = g * a + G3;
    g = g * a + G2;
    g = g * a + G1;
    g = g * a + G0;
    return g;
  }
}
