// Movement: elements put elsewhere.              numerics.md: "Elementwise"
// n elements, moved as bits.                     Elements in runs: indexing.cl.
//
// movement_copy      y[y0 + i] = x[x0 + i]
// movement_gather    y[y0 + i] = x[x0 + where i lies by x_strides]: expand, transpose, slice
// movement_scatter   y[y0 + where i lies by y_strides] = x[x0 + i]: concat, pad
//
// Entry points: movement_copy_uint, movement_copy_uchar, movement_gather_uint,
// movement_gather_uchar, movement_scatter_uint, movement_scatter_uchar.

#define MOVEMENT(type)                                                                     \
  __kernel void movement_copy_##type(__global const type *x, const int x0,                 \
                                     __global type *y, const int y0, const int n) {        \
    x += x0;                                                                               \
    y += y0;                                                                               \
    EACH_ELEMENT(i, n) y[i] = x[i];                                                        \
  }                                                                                        \
  __kernel void movement_gather_##type(                                                    \
      __global const type *x, const int x0, const int8 x_strides, __global type *y,        \
      const int y0, const int8 sizes, const int n) {                                       \
    EACH_ELEMENT(i, n) y[y0 + i] = x[x0 + strided(i, sizes, x_strides)];                           \
  }                                                                                        \
  __kernel void movement_scatter_##type(                                                   \
      __global const type *x, const int x0, __global type *y, const int y0,                \
      const int8 y_strides, const int8 sizes, const int n) {                               \
    EACH_ELEMENT(i, n) y[y0 + strided(i, sizes, y_strides)] = x[x0 + i];                           \
  }

MOVEMENT(uint)
MOVEMENT(uchar)
