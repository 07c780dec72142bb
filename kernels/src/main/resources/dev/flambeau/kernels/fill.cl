// Fill: a tensor of one value.                   numerics.md: "Elementwise"
// y: n elements from y0 on, given as bits.       Elements in runs: indexing.cl.
//
// Entry points: fill_uint, fill_uchar.

#define FILL(type)                                                                         \
  __kernel void fill_##type(__global type *y, const int y0, const uint bits, const int n) {\
    EACH_ELEMENT(i, n) y[y0 + i] = (type)bits;                                             \
  }

FILL(uint)
FILL(uchar)
