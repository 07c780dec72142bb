// Pairs of floats: hi + lo stands for a number with some 48 bits.     numerics.md: "Arithmetic"
// What functions_pairs.cl computes with; |lo| is some half a unit in the last place of hi at most.
//
// macro    meaning                                       default      allowed
// DOUBLES  left out, for functions_doubles.cl is here    not defined  defined or not
//
// Sources: sums and products by T. J. Dekker (1971) and D. E. Knuth.
//
// Entry points: none.

#ifndef DOUBLES

typedef struct { float hi, lo; } pair;

// a + b exactly, for |a| >= |b| or a = 0.
pair sum_of_ordered(float a, float b) {
  pair sum;
  sum.hi = a + b;
  sum.lo = b - (sum.hi - a);
  return sum;
}

// a + b exactly.
pair sum_of(float a, float b) {
  pair sum;
  sum.hi = a + b;
  float b_part = sum.hi - a;
  sum.lo = (a - (sum.hi - b_part)) + (b - b_part);
  return sum;
}

// a b exactly.
pair product_of(float a, float b) {
  pair product;
  product.hi = a * b;
  product.lo = FMA(a, b, -product.hi);
  return product;
}

// n/d: the quotient of the upper parts, corrected by its remainder over all parts.
pair quotient_of(pair n, pair d) {
  float inverse = 1.0f / d.hi;
  float first = n.hi * inverse;
  pair back = product_of(first, d.hi);
  float remainder = ((n.hi - back.hi) - back.lo) + FMA(-first, d.lo, n.lo);
  return sum_of_ordered(first, remainder * inverse);
}

// Whether hi + lo (1 + or - error hi) may round to different floats.
int is_undecided(pair y, float error) {
  return y.hi + FMA(-error, y.hi, y.lo) != y.hi + FMA(error, y.hi, y.lo);
}

#endif
