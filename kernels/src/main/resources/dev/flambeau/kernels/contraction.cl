// Contraction: matrix products.                              numerics.md: "Contractions"
// c: (batch, M, N), row-major, dense. a[i, k] lies at a0 + i * a_row + k * a_k, and b[k, j] at
// b0 + k * b_k + j * b_column, so that a transposed operand is only read elsewhere. Leading axes are
// stretched: lead_sizes, and each operand's strides over them. bias is added last, if has_bias. Then
// may follow, by `then`, what would be an op of its own (elementwise.cl): by the matrix `above`, which
// lies like c, and the number limit.
//
// matmul_elements    the simple one: one work-item computes one element. For devices whose fma is
//                    emulated, or that stop a work-item's loops. Global size (N, M, batch).
// matmul_pack        rows of a matrix, seen as (rows, K), to panels (K, width), padded with rows of 0:
//                    what is taken together lies together. Global size (panels, ceil(K / 64), batch).
// matmul_tiles       for CPU devices: one work-item computes tiles of c whose sums stay in registers
//                    for a whole leaf, TILES below each other and PANELS beside each other, of one of
//                    up to three products that do not depend on each other. Global size (items of
//                    all products, batch); with a batch there is but one product. No local memory.
// matmul_groups.cl has the kernels for GPUs.
//
// macro         a tile of matmul_tiles                        default  allowed
// TILE_ROWS     its rows                                      4        4, 12
// TILE_VECTORS  vectors that make one of its rows             1        1, 2, 3
// VECTOR_WIDTH  floats of a vector; 1 where fma is emulated   1        1, 4, 8, 16
//
// All keep the contract's order: a chain of FMA over k within a leaf, then leaf after leaf.
//
// Entry points: matmul_elements, matmul_pack, matmul_tiles.

#define OPERANDS                                                                           \
  __global const float *a, const int a0, const int a_row, const int a_k,                   \
      __global const float *b, const int b0, const int b_k, const int b_column,            \
      __global const float *bias, const int bias0, const int has_bias, const int then,     \
      __global const float *above, const int above0, const float limit,                    \
      __global float *c, const int c0, const int M, const int N, const int K,              \
      const int8 lead_sizes, const int8 a_lead, const int8 b_lead

__kernel void matmul_elements(OPERANDS) {
  const int i = (int)get_global_id(1), j = (int)get_global_id(0);
  const int batch = (int)get_global_id(2);
  a += a0 + strided(batch, lead_sizes, a_lead) + i * a_row;
  b += b0 + strided(batch, lead_sizes, b_lead) + j * b_column;
  float sum = 0.0f;
  for (int leaf = 0; leaf < K; leaf += LEAF) {
    const int end = min(leaf + LEAF, K);
    float chain = 0.0f;
    for (int k = leaf; k < end; k++) chain = FMA(a[k * a_k], b[k * b_k], chain);
    sum = leaf == 0 ? chain : sum + chain;
  }
  const int at = (batch * M + i) * N + j;
  c[c0 + at] = ended(has_bias ? sum + bias[bias0 + j] : sum, then, above + above0 + at, limit);
}

// ---- CPU devices ----

#define PACKED_DEPTH 64

// Four rows, from k to k + 3, turned in registers.
void turn_4x4(__global const float *x, const int row_stride, __global float *to, const int width) {
  const float4 x0 = vload4(0, x), x1 = vload4(0, x + row_stride);
  const float4 x2 = vload4(0, x + 2 * row_stride), x3 = vload4(0, x + 3 * row_stride);
  vstore4((float4)(x0.s0, x1.s0, x2.s0, x3.s0), 0, to);
  vstore4((float4)(x0.s1, x1.s1, x2.s1, x3.s1), 0, to + width);
  vstore4((float4)(x0.s2, x1.s2, x2.s2, x3.s2), 0, to + 2 * width);
  vstore4((float4)(x0.s3, x1.s3, x2.s3, x3.s3), 0, to + 3 * width);
}

// From k = from to end, count rows of x to a panel, which is filled up with rows of 0. Either
// row_stride or k_stride is 1.
void pack_panel(__global const float *x, const int count, const int row_stride, const int k_stride,
                const int from, const int end, __global float *panel, const int width) {
  int i = 0;
  if (row_stride == 1 && count == width && width % 4 == 0) {  // as it lies, in long pieces
    for (int k = from; k < end; k++) {
      __global const float *x_k = x + k * k_stride;
      __global float *to = panel + k * width;
      for (i = 0; i + 16 <= width; i += 16) vstore16(vload16(0, x_k + i), 0, to + i);
      for (; i < width; i += 4) vstore4(vload4(0, x_k + i), 0, to + i);
    }
    return;
  }
  for (; i + 4 <= count; i += 4) {
    __global const float *four = x + i * row_stride;
    __global float *to = panel + i;
    int k = from;
    if (row_stride == 1) {
      for (; k < end; k++) vstore4(vload4(0, four + k * k_stride), 0, to + k * width);
    } else {
      for (; k + 4 <= end; k += 4) turn_4x4(four + k, row_stride, to + k * width, width);
    }
    for (; k < end; k++) {
      for (int j = 0; j < 4; j++) to[k * width + j] = four[j * row_stride + k];
    }
  }
  for (int k = from; k < end; k++) {
    for (int j = i; j < width; j++) {
      panel[k * width + j] = j < count ? x[j * row_stride + k * k_stride] : 0.0f;
    }
  }
}

__kernel void matmul_pack(__global const float *x, const int x0, const int rows, const int K,
                          const int row_stride, const int k_stride, const int width,
                          __global float *panels) {
  const int panel = (int)get_global_id(0), batch = (int)get_global_id(2);
  const int from = PACKED_DEPTH * (int)get_global_id(1), end = min(from + PACKED_DEPTH, K);
  pack_panel(x + x0 + batch * rows * K + panel * width * row_stride,
             min(width, rows - panel * width), row_stride, k_stride, from, end,
             panels + ((size_t)batch * get_global_size(0) + panel) * width * K, width);
}

#ifndef TILE_ROWS
#define TILE_ROWS 4
#define TILE_VECTORS 1
#define VECTOR_WIDTH 1
#endif

#if VECTOR_WIDTH == 1
#define VECTOR float
#define VECTOR_LOAD(p) (*(p))
#define VECTOR_STORE(v, p) (*(p) = (v))
#elif VECTOR_WIDTH == 4
#define VECTOR float4
#define VECTOR_LOAD(p) vload4(0, p)
#define VECTOR_STORE(v, p) vstore4(v, 0, p)
#elif VECTOR_WIDTH == 8
#define VECTOR float8
#define VECTOR_LOAD(p) vload8(0, p)
#define VECTOR_STORE(v, p) vstore8(v, 0, p)
#elif VECTOR_WIDTH == 16
#define VECTOR float16
#define VECTOR_LOAD(p) vload16(0, p)
#define VECTOR_STORE(v, p) vstore16(v, 0, p)
#endif
#define TILE_COLUMNS (TILE_VECTORS * VECTOR_WIDTH)

// What is done for each sum is written out, since not every compiler keeps an array in registers.
// Sum f i v is that of row i of four f, in vector v.
#if TILE_VECTORS == 1
#define EACH_VECTOR(DO, f, i) DO(f, i, 0)
#elif TILE_VECTORS == 2
#define EACH_VECTOR(DO, f, i) DO(f, i, 0) DO(f, i, 1)
#elif TILE_VECTORS == 3
#define EACH_VECTOR(DO, f, i) DO(f, i, 0) DO(f, i, 1) DO(f, i, 2)
#endif
#define EACH_OF_FOUR(DO, f) \
  EACH_VECTOR(DO, f, 0) EACH_VECTOR(DO, f, 1) EACH_VECTOR(DO, f, 2) EACH_VECTOR(DO, f, 3)
#if TILE_ROWS == 4
#define EACH_FOUR(DO) DO(0)
#define EACH_SUM(DO) EACH_OF_FOUR(DO, 0)
#elif TILE_ROWS == 12
#define EACH_FOUR(DO) DO(0) DO(1) DO(2)
#define EACH_SUM(DO) EACH_OF_FOUR(DO, 0) EACH_OF_FOUR(DO, 1) EACH_OF_FOUR(DO, 2)
#endif

#define BEGIN(f, i, v) VECTOR sum##f##i##v = (VECTOR)(0.0f);
#define BEGIN_FOUR(f) __global const float *x##f = x + 4 * f * x_row;
#define LOAD(f, i, v) const VECTOR y##v = VECTOR_LOAD(y + v * VECTOR_WIDTH);
#define STEP(f, i, v) sum##f##i##v = FMA(value##i, y##v, sum##f##i##v);
#define STEP_FOUR(f)                                  \
  {                                                   \
    const VECTOR value0 = (VECTOR)(x##f[0]);          \
    const VECTOR value1 = (VECTOR)(x##f[stride]);     \
    const VECTOR value2 = (VECTOR)(x##f[2 * stride]); \
    const VECTOR value3 = (VECTOR)(x##f[3 * stride]); \
    EACH_OF_FOUR(STEP, f)                             \
    x##f += x_k;                                      \
  }
#define WALK                        \
  for (int k = 0; k < depth; k++) { \
    EACH_VECTOR(LOAD, 0, 0)         \
    EACH_FOUR(STEP_FOUR)            \
    y += y_k;                       \
  }
#define STORE(f, i, v)                                                                \
  {                                                                                   \
    __global float *to = c + (4 * f + i) * c_row + v * VECTOR_WIDTH;                  \
    const VECTOR sum = first ? sum##f##i##v : VECTOR_LOAD(to) + sum##f##i##v;         \
    VECTOR_STORE(add_bias ? sum + VECTOR_LOAD(bias + v * VECTOR_WIDTH) : sum, to);    \
  }
#define KEEP(f, i, v) \
  VECTOR_STORE(sum##f##i##v, tile + (4 * f + i) * TILE_COLUMNS + v * VECTOR_WIDTH);

// What a leaf adds to a tile of c, from the corner of each, after what earlier leaves left there;
// then the bias. Of the tile, rows and columns in part are stored: from s0 to s1, and s2 to s3.
void add_leaf(__global const float *x, const int x_row, const int x_k, __global const float *y,
              const int y_k, const int depth, const int first, __global const float *bias,
              const int bias_row, const int bias_column, const int add_bias, __global float *c,
              const int c_row, const int c_column, const int4 part) {
  EACH_SUM(BEGIN)
  EACH_FOUR(BEGIN_FOUR)
  if (x_row == 1) {  // said apart, since the compiler then keeps fewer addresses
    const int stride = 1;
    WALK
  } else {
    const size_t stride = x_row;
    WALK
  }
  if (c_column == 1 && all(part == (int4)(0, TILE_ROWS, 0, TILE_COLUMNS))) {
    EACH_SUM(STORE)
    return;
  }
  float tile[TILE_ROWS * TILE_COLUMNS];
  EACH_SUM(KEEP)
  for (int j = part.s2; j < part.s3; j++) {
    for (int i = part.s0; i < part.s1; i++) {
      __global float *to = c + i * c_row + j * c_column;
      const float chain = tile[i * TILE_COLUMNS + j];
      const float sum = first ? chain : *to + chain;
      *to = add_bias ? sum + bias[i * bias_row + j * bias_column] : sum;
    }
  }
}

// What follows a product, for the part of a tile that was stored. c has neighbours along its rows,
// or, seen transposed, along its columns.
void end_tile(__global float *c, const int c_row, const int c_column, const int4 part,
              const int then, __global const float *above, const float limit) {
  const int4 lines = c_column == 1 ? part : part.s2301;
  for (int i = lines.s0; i < lines.s1; i++) {
    __global float *line = c + i * (c_column == 1 ? c_row : c_column);
    __global const float *above_line = above + i * (c_column == 1 ? c_row : c_column);
    if (then == THEN_RELU) {
      for (int j = lines.s2; j < lines.s3; j++) line[j] = op_relu(line[j]);
    } else {
      for (int j = lines.s2; j < lines.s3; j++) {
        line[j] = where_above(limit, above_line[j], line[j]);
      }
    }
  }
}

// What an operand is when its values lie elsewhere than in panels; in panels that were packed before;
// or such that each work-item packs those that it needs, of a K of one leaf, into memory of its own.
#define IN_PLACE 0
#define PACKED 1
#define PACKED_BY_ITEM 2

// A product: c seen as (rows, columns), where x has the rows and y the columns: c itself, or c
// transposed. From each pointer's start, and from one tile, panel, row, column or k to the next.
typedef struct {
  int x_start, x_tile, x_row, x_k, x_packing;
  int y_start, y_panel, y_column, y_k, y_packing;
  int bias_start, bias_row, bias_column, has_bias;
  int then, above_start, limit;  // the bits of a float
  int c_start, c_row, c_column;
  int rows, columns, K;
  int TILES, PANELS, across, items;  // items beside each other, and in all
  int own_size;                      // memory of its own that an item has
} tiled;

// Of an operand that lies in place, the last tile begins where it still lies inside, and what the
// tile before it has computed is not stored again.
void compute_tiles(const tiled p, __global const float *x, __global const float *y,
                   __global const float *bias, __global const float *above, const float limit,
                   __global float *c, __global float *own, const int item) {
  const int tile_begin = p.TILES * (item / p.across);
  const int tile_end = min(tile_begin + p.TILES, (p.rows + TILE_ROWS - 1) / TILE_ROWS);
  const int panel_begin = p.PANELS * (item % p.across);
  const int panel_end = min(panel_begin + p.PANELS, (p.columns + TILE_COLUMNS - 1) / TILE_COLUMNS);
  int x_row = p.x_row, x_k = p.x_k, y_k = p.y_k;
  if (p.x_packing == PACKED_BY_ITEM) {  // then it is a single tile
    pack_panel(x, p.rows, x_row, x_k, 0, p.K, own, TILE_ROWS);
    x = own;
    own += TILE_ROWS * p.K;
    x_row = 1;
    x_k = TILE_ROWS;
  }
  int leaf = 0;
  do {
    const int depth = min(LEAF, p.K - leaf);
    const int is_last = leaf + depth == p.K;
    for (int panel = panel_begin; panel < panel_end; panel++) {
      const int column = panel * TILE_COLUMNS;
      const int left = p.y_packing ? 0 : max(column + TILE_COLUMNS - p.columns, 0);
      __global const float *y_at = y + (size_t)panel * p.y_panel + leaf * y_k - left;
      if (p.y_packing == PACKED_BY_ITEM) {
        pack_panel(y_at, min(TILE_COLUMNS, p.columns - column), p.y_column, p.y_k, 0, p.K, own,
                   TILE_COLUMNS);
        y_at = own;
        y_k = TILE_COLUMNS;
      }
      for (int tile = tile_begin; tile < tile_end; tile++) {
        const int row = tile * TILE_ROWS;
        const int up = p.x_packing ? 0 : max(row + TILE_ROWS - p.rows, 0);
        const int i = row - up, j = column - left;
        const int at = i * p.c_row + j * p.c_column;
        const int4 part =
            (int4)(up, min(TILE_ROWS, p.rows - i), left, min(TILE_COLUMNS, p.columns - j));
        add_leaf(x + (size_t)tile * p.x_tile + leaf * x_k - up * x_row, x_row, x_k, y_at, y_k, depth,
                 leaf == 0, bias + i * p.bias_row + j * p.bias_column, p.bias_row, p.bias_column,
                 p.has_bias && is_last, c + at, p.c_row, p.c_column, part);
        if (p.then && is_last) end_tile(c + at, p.c_row, p.c_column, part, p.then, above + at, limit);
      }
    }
    leaf += depth;
  } while (leaf < p.K);
}

// The operands of a product, and the product; own is memory for the items. A product without items is
// none, and its pointers are null.
#define PRODUCT(s)                                                                            \
  __global const float *x##s, __global const float *y##s, __global const float *bias##s,      \
      __global const float *above##s, __global float *c##s,                                   \
      __global float *own##s, const tiled p##s,
#define TAKE_PRODUCT(s)             \
  if (left >= 0) {                  \
    p = p##s;                       \
    x = x##s + p.x_start;           \
    y = y##s + p.y_start;           \
    bias = bias##s + p.bias_start;  \
    above = above##s + p.above_start; \
    c = c##s + p.c_start;           \
    own = own##s;                   \
    item = left;                    \
  }                                 \
  left -= p##s.items;

__kernel void matmul_tiles(PRODUCT(0) PRODUCT(1) PRODUCT(2) const int8 lead_sizes,
                           const int8 x_lead, const int8 y_lead) {
  const int batch = (int)get_global_id(1);
  tiled p = p0;
  __global const float *x = x0, *y = y0, *bias = bias0, *above = above0;
  __global float *c = c0, *own = own0;
  int item = 0, left = (int)get_global_id(0);
  TAKE_PRODUCT(0)
  TAKE_PRODUCT(1)
  TAKE_PRODUCT(2)
  const int matrix = batch * p.rows * p.columns;
  const float limit = as_float(p.limit);
  compute_tiles(p, x + strided(batch, lead_sizes, x_lead), y + strided(batch, lead_sizes, y_lead),
                bias, above + matrix, limit, c + matrix,
                own + (size_t)(batch * p.items + item) * p.own_size, item);
}
