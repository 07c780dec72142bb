// Tiles of work-groups: what products and convolutions on GPUs share.  numerics.md: "Contractions"
// A work-group computes GROUP_ROWS x GROUP_COLUMNS of a product, GROUP_DEPTH k at a time from local
// memory, each work-item ITEM_ROWS x ITEM_COLUMNS in registers. What comes next is fetched into
// registers meanwhile (S. Boehm, How to Optimize a CUDA Matmul Kernel, 2022; C. Nugteren, CLBlast,
// 2018). Compiled before matmul_groups.cl, or before convolution_groups.cl.
//
// group_tiles_add_leaves  adds leaves that lie apart, in their order, then the bias and what follows:
//                         element i has number i / bias_run % biases of it. Global size: elements, at
//                         least.
//
// macro          meaning                                       default  allowed
// GROUP_ROWS     rows of c that a group computes               32       a multiple of ITEM_ROWS
// GROUP_COLUMNS  columns of c that a group computes            32       a multiple of ITEM_COLUMNS
// GROUP_DEPTH    k in local memory at a time                   16       divides 1,024
// ITEM_ROWS      rows that an item computes                    2        a multiple of WIDTH
// ITEM_COLUMNS   columns that an item computes                 2        a multiple of WIDTH
// WIDTH          floats that are loaded and stored together    1        1, 2, 4; 1 if fma is emulated
// PADDING        floats between rows in local memory           0        a multiple of WIDTH
// BUFFERS        tiles in local memory: while one is read the  2        1, 2
//                other is filled, with one barrier for both
//
// GROUP_ROWS and GROUP_COLUMNS times GROUP_DEPTH are multiples of WIDTH times the items of a group.
// No macro changes a bit: each element is a chain of FMA over k within a leaf, then leaf after leaf.
//
// Entry points: group_tiles_add_leaves.

#ifndef GROUP_ROWS
#define GROUP_ROWS 32
#define GROUP_COLUMNS 32
#define GROUP_DEPTH 16
#define ITEM_ROWS 2
#define ITEM_COLUMNS 2
#define WIDTH 1
#define PADDING 0
#define BUFFERS 2
#endif

#if WIDTH == 1
#define VECTOR float
#define UNALIGNED_LOAD(p) (*(p))
#define PUT(v, p) (*(p) = (v))
#elif WIDTH == 2
#define VECTOR float2
#define UNALIGNED_LOAD(p) vload2(0, p)
#define PUT(v, p) vstore2(v, 0, p)
#elif WIDTH == 4
#define VECTOR float4
#define UNALIGNED_LOAD(p) vload4(0, p)
#define PUT(v, p) vstore4(v, 0, p)
#endif

// One load or store of all WIDTH: only of addresses that are multiples of it. vload and vstore need
// not be, so that some compilers make single loads of them.
#define IN_LOCAL(p) (*(__local VECTOR *)(p))

#define ITEMS_ACROSS (GROUP_COLUMNS / ITEM_COLUMNS)
#define ITEMS_DOWN (GROUP_ROWS / ITEM_ROWS)
#define ITEMS (ITEMS_ACROSS * ITEMS_DOWN)
#define VECTORS_ACROSS (ITEM_COLUMNS / WIDTH)
#define A_PITCH (GROUP_ROWS + PADDING)
#define B_PITCH (GROUP_COLUMNS + PADDING)

// An item's rows and columns are vectors apart, so that neighbours read and write neighbours.
#define ITEM_ROW(i) (WIDTH * ((int)get_local_id(1) + (i) / WIDTH * ITEMS_DOWN) + (i) % WIDTH)
#define ITEM_COLUMN(v) (WIDTH * ((int)get_local_id(0) + (v) * ITEMS_ACROSS))

// A step over a tile's k, each in its turn.
static INLINED void multiply(__local const float *a_tile, __local const float *b_tile,
                             VECTOR chain[ITEM_ROWS][VECTORS_ACROSS]) {
  for (int k = 0; k < GROUP_DEPTH; k++) {
    float a_values[ITEM_ROWS];
    VECTOR b_values[VECTORS_ACROSS];
#pragma unroll
    for (int i = 0; i < ITEM_ROWS; i += WIDTH) {
      PUT(*(__local const VECTOR *)(a_tile + k * A_PITCH + ITEM_ROW(i)), a_values + i);
    }
#pragma unroll
    for (int v = 0; v < VECTORS_ACROSS; v++) {
      b_values[v] = *(__local const VECTOR *)(b_tile + k * B_PITCH + ITEM_COLUMN(v));
    }
#pragma unroll
    for (int i = 0; i < ITEM_ROWS; i++) {
#pragma unroll
      for (int v = 0; v < VECTORS_ACROSS; v++) {
        chain[i][v] = FMA((VECTOR)(a_values[i]), b_values[v], chain[i][v]);
      }
    }
  }
}

// What becomes of an element, or a vector of them, at the end of a leaf; it is complete at the last.
#define AFTER_LEAF(TYPE, target, chain, bias_value, END, above_at) \
  {                                                                \
    TYPE sum = chain;                                              \
    if (!first) sum = target + sum;                                \
    if (last && has_bias) sum = sum + bias_value;                  \
    if (last && then) END(sum, above_at)                           \
    target = sum;                                                  \
  }
#define END_FLOAT(sum, above_at) sum = ended(sum, then, above_at, limit);

__kernel void group_tiles_add_leaves(__global const float *sums, const int leaves,
                                     __global const float *bias, const int bias0,
                                     const int has_bias, const int then,
                                     __global const float *above, const int above0,
                                     const float limit, __global float *c, const int c0,
                                     const int bias_run, const int biases, const int n) {
  const int at = (int)get_global_id(0);
  if (at >= n) return;
  float sum = sums[at];
  for (int leaf = 1; leaf < leaves; leaf++) sum = sum + sums[leaf * n + at];
  if (has_bias) sum = sum + bias[bias0 + at / bias_run % biases];
  c[c0 + at] = ended(sum, then, above + above0 + at, limit);
}
