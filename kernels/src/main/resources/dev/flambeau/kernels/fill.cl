// Fill: a tensor of one value, of few, or of numbers that count.    numerics.md: "Elementwise"
// y: n elements from y0 on, given as bits.       Elements in runs: indexing.cl.
//
// fill_few  up to 14 elements, each with a value of its own: a write from the host that needs no
//           memory but the launch's arguments. One work-item.
// fill_arange_*  y[y0 + i] = i
//
// Entry points: fill_uint, fill_uchar, fill_few, fill_arange_int, fill_arange_float.

#define FILL(type)                                                                         \
  __kernel void fill_##type(__global type *y, const int y0, const uint bits, const int n) {\
    EACH_ELEMENT(i, n) y[y0 + i] = (type)bits;                                             \
  }

FILL(uint)
FILL(uchar)

#define ARANGE(type)                                                                       \
  __kernel void fill_arange_##type(__global type *y, const int y0, const int n) {          \
    EACH_ELEMENT(i, n) y[y0 + i] = (type)i;                                                \
  }

ARANGE(int)
ARANGE(float)

// Where they go, how many they are, and the values. No index that varies: Mesa 22's llvmpipe crashes
// on one into an argument.
#define PUT(i, value) if (n > i) y[i] = values.value;

__kernel void fill_few(__global uint *y, const uint16 values) {
  const int n = (int)values.s1;
  y += values.s0;
  PUT(0, s2) PUT(1, s3) PUT(2, s4) PUT(3, s5) PUT(4, s6) PUT(5, s7) PUT(6, s8)
  PUT(7, s9) PUT(8, sa) PUT(9, sb) PUT(10, sc) PUT(11, sd) PUT(12, se) PUT(13, sf)
}
