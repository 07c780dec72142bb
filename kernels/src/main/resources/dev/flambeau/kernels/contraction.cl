// Contraction: matrix products.                              numerics.md: "Contractions"
// c: (batch, M, N), row-major, dense. a[i, k] lies at a0 + i * a_row + k * a_k, and b[k, j] at
// b0 + k * b_k + j * b_column, so that a transposed operand is only read elsewhere. Leading axes are
// stretched: lead_sizes, and each operand's strides over them. bias is added last, if has_bias.
//
// matmul_elements    the simple one: one work-item computes one element. For devices whose fma is
//                    emulated, or that stop a work-item's loops. Global size (N, M, batch).
// matmul_rows_4x16   for CPU devices: one work-item computes 4 rows of 16 columns in vectors, without
//                    local memory; b_column must be 1. Global size (ceil(N / 16), ceil(M / 4), batch).
// matmul_pack        rows of a matrix, seen as (rows, K), to panels (K, width), padded with rows of 0:
//                    what is taken together lies together. Global size (panels, ceil(K / 64), batch).
// matmul_panels_6x16 for CPU devices, from packed panels: one work-item computes tiles of 6 rows of
//                    16 columns, TILES of them below each other. Global size
//                    (ceil(ceil(M / 6) / TILES), ceil(N / 16), batch).
// matmul_tile_64x64  for GPUs: a work-group of 16 by 16 computes 64 by 64 in local memory, each
//                    work-item 4 by 4. Global size (16 ceil(N / 64), 16 ceil(M / 64), batch).
//
// All keep the contract's order: a chain of FMA over k within a leaf, then leaf after leaf.
//
// Entry points: matmul_elements, matmul_rows_4x16, matmul_pack, matmul_panels_6x16, matmul_tile_64x64.

#define OPERANDS                                                                           \
  __global const float *a, const int a0, const int a_row, const int a_k,                   \
      __global const float *b, const int b0, const int b_k, const int b_column,            \
      __global const float *bias, const int bias0, const int has_bias, __global float *c,  \
      const int c0, const int M, const int N, const int K, const int8 lead_sizes,          \
      const int8 a_lead, const int8 b_lead

// ---- CPU devices, operands as they lie ----

// A strip of ROWS by WIDTH elements of c, from [0, 0] of the pointers given.
#define STRIP_OF_4(type, width, load, store)                                               \
  void strip_4x##width(__global const float *a, const int a_row, const int a_k,            \
                       __global const float *b, const int b_k, __global const float *bias, \
                       const int has_bias, __global float *c, const int N, const int K) {  \
    type sum0 = (type)(0.0f), sum1 = sum0, sum2 = sum0, sum3 = sum0;                       \
    for (int leaf = 0; leaf < K; leaf += LEAF) {                                           \
      const int end = min(leaf + LEAF, K);                                                 \
      type leaf0 = (type)(0.0f), leaf1 = leaf0, leaf2 = leaf0, leaf3 = leaf0;              \
      for (int k = leaf; k < end; k++) {                                                   \
        const type row = load(b + k * b_k);                                                \
        __global const float *column = a + k * a_k;                                        \
        leaf0 = FMA((type)(column[0]), row, leaf0);                                        \
        leaf1 = FMA((type)(column[a_row]), row, leaf1);                                    \
        leaf2 = FMA((type)(column[2 * a_row]), row, leaf2);                                \
        leaf3 = FMA((type)(column[3 * a_row]), row, leaf3);                                \
      }                                                                                    \
      sum0 = leaf == 0 ? leaf0 : sum0 + leaf0;                                             \
      sum1 = leaf == 0 ? leaf1 : sum1 + leaf1;                                             \
      sum2 = leaf == 0 ? leaf2 : sum2 + leaf2;                                             \
      sum3 = leaf == 0 ? leaf3 : sum3 + leaf3;                                             \
    }                                                                                      \
    if (has_bias) {                                                                        \
      const type last = load(bias);                                                        \
      sum0 = sum0 + last;                                                                  \
      sum1 = sum1 + last;                                                                  \
      sum2 = sum2 + last;                                                                  \
      sum3 = sum3 + last;                                                                  \
    }                                                                                      \
    store(sum0, c);                                                                        \
    store(sum1, c + N);                                                                    \
    store(sum2, c + 2 * N);                                                                \
    store(sum3, c + 3 * N);                                                                \
  }

#define STRIP_OF_1(type, width, load, store)                                               \
  void strip_1x##width(__global const float *a, const int a_row, const int a_k,            \
                       __global const float *b, const int b_k, __global const float *bias, \
                       const int has_bias, __global float *c, const int N, const int K) {  \
    type sum = (type)(0.0f);                                                               \
    for (int leaf = 0; leaf < K; leaf += LEAF) {                                           \
      const int end = min(leaf + LEAF, K);                                                 \
      type chain = (type)(0.0f);                                                           \
      for (int k = leaf; k < end; k++) {                                                   \
        chain = FMA((type)(a[k * a_k]), load(b + k * b_k), chain);                         \
      }                                                                                    \
      sum = leaf == 0 ? chain : sum + chain;                                               \
    }                                                                                      \
    if (has_bias) sum = sum + load(bias);                                                  \
    store(sum, c);                                                                         \
  }

#define LOAD_16(p) vload16(0, p)
#define LOAD_4(p) vload4(0, p)
#define LOAD_1(p) (*(p))
#define STORE_16(v, p) vstore16(v, 0, p)
#define STORE_4(v, p) vstore4(v, 0, p)
#define STORE_1(v, p) (*(p) = (v))

#ifndef EMULATE_FMA
STRIP_OF_4(float16, 16, LOAD_16, STORE_16)
STRIP_OF_1(float16, 16, LOAD_16, STORE_16)
STRIP_OF_4(float4, 4, LOAD_4, STORE_4)
STRIP_OF_1(float4, 4, LOAD_4, STORE_4)
#endif
STRIP_OF_4(float, 1, LOAD_1, STORE_1)
STRIP_OF_1(float, 1, LOAD_1, STORE_1)

#define STRIP(width)                                                                       \
  if (rows == 4) {                                                                         \
    strip_4x##width(a_at, a_row, a_k, b_at + j, b_k, bias_at + j, has_bias, c_at + j, N, K); \
  } else {                                                                                 \
    for (int i = 0; i < rows; i++) {                                                       \
      strip_1x##width(a_at + i * a_row, a_row, a_k, b_at + j, b_k, bias_at + j, has_bias,  \
                      c_at + i * N + j, N, K);                                             \
    }                                                                                      \
  }

__kernel void matmul_elements(OPERANDS) {
  const int i = (int)get_global_id(1), j = (int)get_global_id(0);
  const int batch = (int)get_global_id(2);
  strip_1x1(a + a0 + strided(batch, lead_sizes, a_lead) + i * a_row, a_row, a_k,
            b + b0 + strided(batch, lead_sizes, b_lead) + j * b_column, b_k, bias + bias0 + j,
            has_bias, c + c0 + (batch * M + i) * N + j, N, K);
}

__kernel void matmul_rows_4x16(OPERANDS) {
  const int row = 4 * (int)get_global_id(1);
  const int column = 16 * (int)get_global_id(0);
  const int batch = (int)get_global_id(2);
  const int rows = min(4, M - row);
  const int columns = min(16, N - column);
  __global const float *a_at = a + a0 + strided(batch, lead_sizes, a_lead) + row * a_row;
  __global const float *b_at = b + b0 + strided(batch, lead_sizes, b_lead) + column;
  __global const float *bias_at = bias + bias0 + column;
  __global float *c_at = c + c0 + (batch * M + row) * N + column;
  int j = 0;
#ifndef EMULATE_FMA
  if (columns == 16) {
    STRIP(16)
    j = 16;
  }
  for (; j + 4 <= columns; j += 4) {
    STRIP(4)
  }
#endif
  for (; j < columns; j++) {
    STRIP(1)
  }
}

// ---- CPU devices, packed ----

#define PANEL_ROWS 6  // by two vectors of 8: twelve sums, of the sixteen registers that AVX2 has
#define PANEL_COLUMNS 16
#define PACKED_DEPTH 64
#define TILES 4

__kernel void matmul_pack(__global const float *x, const int x0, const int rows, const int K,
                          const int row_stride, const int k_stride, const int batch_stride,
                          const int width, __global float *panels) {
  const int panel = (int)get_global_id(0), batch = (int)get_global_id(2);
  const int from = PACKED_DEPTH * (int)get_global_id(1), end = min(from + PACKED_DEPTH, K);
  const int count = min(width, rows - panel * width);
  x += x0 + batch * batch_stride + panel * width * row_stride;
  panels += ((size_t)batch * get_global_size(0) + panel) * width * K;
  for (int k = from; k < end; k++) {
    __global float *to = panels + k * width;
    for (int i = 0; i < count; i++) to[i] = x[i * row_stride + k * k_stride];
    for (int i = count; i < width; i++) to[i] = 0.0f;
  }
}

// Where fma is emulated the host takes matmul_elements: packing saves nothing beside it. The kernel
// must compile there all the same.
#ifdef EMULATE_FMA
float8 fma_of_8(float8 a, float8 b, float8 c) {
  float u[8], v[8], w[8];
  vstore8(a, 0, u);
  vstore8(b, 0, v);
  vstore8(c, 0, w);
  for (int i = 0; i < 8; i++) w[i] = FMA(u[i], v[i], w[i]);
  return vload8(0, w);
}
#else
#define fma_of_8(a, b, c) FMA(a, b, c)
#endif

// What a row of the tile adds to c: the leaf, after what earlier ones left there, then the bias.
void store_row(float8 left, float8 right, __global float *c, const int columns, const int first,
               __global const float *bias, const int add_bias) {
  float row[PANEL_COLUMNS];
  vstore8(left, 0, row);
  vstore8(right, 1, row);
  for (int j = 0; j < columns; j++) {
    const float sum = first ? row[j] : c[j] + row[j];
    c[j] = add_bias ? sum + bias[j] : sum;
  }
}

// The rows are written out, since not every compiler keeps an array in registers.
#define EACH_ROW(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5)
#define BEGIN_ROW(i) float8 left##i = (float8)(0.0f), right##i = left##i;
#define STEP_ROW(i)                                      \
  {                                                      \
    const float8 value = (float8)(a[i]);                 \
    left##i = fma_of_8(value, b_left, left##i);          \
    right##i = fma_of_8(value, b_right, right##i);       \
  }
#define STORE_ROW(i)                                                                       \
  if (i < rows) {                                                                          \
    store_row(left##i, right##i, c + i * N, columns, leaf == 0, bias, has_bias && end == K); \
  }

// A tile of c, from its corner; a and b are its panels. Between leaves the sums lie in c.
void panel_tile(__global const float *a, __global const float *b, __global const float *bias,
                const int has_bias, __global float *c, const int rows, const int columns,
                const int N, const int K) {
  int leaf = 0;
  do {
    const int end = min(leaf + LEAF, K);
    EACH_ROW(BEGIN_ROW)
    for (int k = leaf; k < end; k++) {
      const float8 b_left = vload8(0, b), b_right = vload8(1, b);
      EACH_ROW(STEP_ROW)
      a += PANEL_ROWS;
      b += PANEL_COLUMNS;
    }
    EACH_ROW(STORE_ROW)
    leaf = end;
  } while (leaf < K);
}

// a_batches, b_batches: whether the operand has panels for each of the batch, or the same for all.
__kernel void matmul_panels_6x16(__global const float *a, const int a_batches,
                                 __global const float *b, const int b_batches,
                                 __global const float *bias, const int bias0, const int has_bias,
                                 __global float *c, const int c0, const int M, const int N,
                                 const int K) {
  const int column = PANEL_COLUMNS * (int)get_global_id(1), batch = (int)get_global_id(2);
  const int from = TILES * PANEL_ROWS * (int)get_global_id(0);
  const int end = min(from + TILES * PANEL_ROWS, M);
  const size_t a_panels = (M + PANEL_ROWS - 1) / PANEL_ROWS, b_panels = get_global_size(1);
  a += a_batches ? batch * a_panels * PANEL_ROWS * K : 0;
  b += (b_batches ? batch * b_panels * PANEL_COLUMNS * K : 0) + (size_t)column * K;
  c += c0 + batch * M * N + column;
  for (int row = from; row < end; row += PANEL_ROWS) {
    panel_tile(a + (size_t)row * K, b, bias + bias0 + column, has_bias, c + row * N,
               min(PANEL_ROWS, M - row), min(PANEL_COLUMNS, N - column), N, K);
  }
}

// ---- GPUs ----

#define TILE 64
#define SIDE 16
#define DEPTH 16
#define EACH 4

__kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1))) void matmul_tile_64x64(OPERANDS) {
  __local float a_tile[DEPTH][TILE + 1];
  __local float b_tile[DEPTH][TILE + 1];
  const int x = (int)get_local_id(0);
  const int y = (int)get_local_id(1);
  const int me = y * SIDE + x;
  const int row = TILE * (int)get_group_id(1);
  const int column = TILE * (int)get_group_id(0);
  const int batch = (int)get_global_id(2);
  __global const float *a_at = a + a0 + strided(batch, lead_sizes, a_lead);
  __global const float *b_at = b + b0 + strided(batch, lead_sizes, b_lead);
  float sum[EACH][EACH], chain[EACH][EACH];
  for (int i = 0; i < EACH; i++) {
    for (int j = 0; j < EACH; j++) sum[i][j] = 0.0f;
  }
  for (int leaf = 0; leaf < K; leaf += LEAF) {
    const int end = min(leaf + LEAF, K);
    for (int i = 0; i < EACH; i++) {
      for (int j = 0; j < EACH; j++) chain[i][j] = 0.0f;
    }
    for (int k0 = leaf; k0 < end; k0 += DEPTH) {
      const int depth = min(DEPTH, end - k0);
      // Outside the matrices nothing is read; what is summed there is never stored.
      for (int at = me; at < DEPTH * TILE; at += SIDE * SIDE) {
        const int k = at / TILE, i = at % TILE;
        const int inside_a = k < depth && row + i < M;
        const int inside_b = k < depth && column + i < N;
        a_tile[k][i] = inside_a ? a_at[(row + i) * a_row + (k0 + k) * a_k] : 0.0f;
        b_tile[k][i] = inside_b ? b_at[(k0 + k) * b_k + (column + i) * b_column] : 0.0f;
      }
      barrier(CLK_LOCAL_MEM_FENCE);
      for (int k = 0; k < depth; k++) {
        for (int i = 0; i < EACH; i++) {
          for (int j = 0; j < EACH; j++) {
            chain[i][j] =
                FMA(a_tile[k][y + SIDE * i], b_tile[k][x + SIDE * j], chain[i][j]);
          }
        }
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int i = 0; i < EACH; i++) {
      for (int j = 0; j < EACH; j++) sum[i][j] = leaf == 0 ? chain[i][j] : sum[i][j] + chain[i][j];
    }
  }
  for (int i = 0; i < EACH; i++) {
    for (int j = 0; j < EACH; j++) {
      const int m = row + y + SIDE * i, n = column + x + SIDE * j;
      if (m < M && n < N) {
        const float last = has_bias ? sum[i][j] + bias[bias0 + n] : sum[i][j];
        c[c0 + (batch * M + m) * N + n] = last;
      }
    }
  }
}
