// Conversion: other types of element.            numerics.md: "Elementwise"
// x, y: n elements from x0 and y0 on.            Elements in runs: indexing.cl.
//
// Entry points: conversion_float_to_int, conversion_float_to_uchar, conversion_int_to_float,
// conversion_int_to_uchar, conversion_uchar_to_float, conversion_uchar_to_int, conversion_one_hot.

#define CONVERSION(from, to)                                                               \
  __kernel void conversion_##from##_to_##to(__global const from *x, const int x0,          \
                                            __global to *y, const int y0, const int n) {   \
    x += x0;                                                                               \
    y += y0;                                                                               \
    EACH_ELEMENT(i, n) y[i] = op_##from##_to_##to(x[i]);                                   \
  }

CONVERSION(float, int)
CONVERSION(float, uchar)
CONVERSION(int, float)
CONVERSION(int, uchar)
CONVERSION(uchar, float)
CONVERSION(uchar, int)

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
