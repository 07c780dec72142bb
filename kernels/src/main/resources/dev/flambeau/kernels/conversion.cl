// Conversion: other types of element.            numerics.md: "Elementwise"
// x, y: n elements from x0 and y0 on.            Elements in runs: indexing.cl.
//
// Entry points: conversion_FROM_to_TO for float, int and uchar, each to the two others, and
// conversion_one_hot.

#define CONVERSION(from, to, expression)                                                   \
  __kernel void conversion_##from##_to_##to(__global const from *x, const int x0,          \
                                            __global to *y, const int y0, const int n) {   \
    x += x0;                                                                               \
    y += y0;                                                                               \
    EACH_ELEMENT(i, n) {                                                                   \
      const from v = x[i];                                                                 \
      y[i] = expression;                                                                   \
    }                                                                                      \
  }

// As Java casts: towards zero, saturating, NaN to 0. OpenCL leaves what does not fit undefined.
int saturated(float v) {
  if (v != v) return 0;
  if (v >= 0x1p31f) return 0x7fffffff;
  if (v <= -0x1p31f) return (int)0x80000000u;
  return convert_int_rtz(v);
}

CONVERSION(float, int, saturated(v))
CONVERSION(float, uchar, v != 0.0f ? 1 : 0)
CONVERSION(int, float, convert_float_rte(v))
CONVERSION(int, uchar, v != 0 ? 1 : 0)
CONVERSION(uchar, float, v != 0 ? 1.0f : 0.0f)
CONVERSION(uchar, int, v != 0 ? 1 : 0)

// y: (labels, classes); n = labels * classes. A label out of range gives a row of NaN.
__kernel void conversion_one_hot(__global const int *labels, const int labels0,
                                 __global float *y, const int y0, const int classes,
                                 const int n) {
  EACH_ELEMENT(i, n) {
    const int label = labels[labels0 + i / classes];
    const float elsewhere = label < 0 || label >= classes ? as_float(NAN_BITS) : 0.0f;
    y[y0 + i] = i % classes == label ? 1.0f : elsewhere;
  }
}
