// Matrix products on GPUs, by work-groups.                   numerics.md: "Contractions"
// c: (batch, rows, columns), element (i, j) at c_start + i * c_row + j * c_column: dense as it lies, or
// seen transposed. a[i, k] lies at a_start + i * a_row + k * a_k, and b[k, j] at b_start + k * b_k + j *
// b_column; one stride of each is 1. Leading axes are stretched: lead_sizes, and each operand's
// strides over them. bias is added last, if has_bias; then comes what follows by `then` (elementwise.cl),
// of `above`, which lies like c, and the number limit. The macros are those of group_tiles.cl.
//
// matmul_groups_tiles  c keeps the sum of the leaves so far, so that registers hold one leaf alone. If
//                      leaves_apart is above 1, a group computes one of so many leaves, and c is
//                      (leaves, batch, rows, columns), as it is. Up to three products that do not
//                      depend on each other go in one launch; with a batch there is but one. Local
//                      size (GROUP_COLUMNS / ITEM_COLUMNS, GROUP_ROWS / ITEM_ROWS), groups (those of
//                      all products, 1).
//
// Entry points: matmul_groups_tiles.

#define IN_GLOBAL(p) (*(__global VECTOR *)(p))
#define FROM_GLOBAL(p) (*(__global const VECTOR *)(p))
#define FETCHED(size) ((size) * GROUP_DEPTH / (WIDTH * ITEMS))

// Where this item's vector number n of a tile (size, GROUP_DEPTH) of an operand lies in it: neighbours
// take neighbours, along the axis whose stride is 1.
#define PLACE(n, size, k_is_dense, i, k)                                                      \
  const int at = (int)get_local_id(1) * ITEMS_ACROSS + (int)get_local_id(0) + (n) * ITEMS;    \
  const int i = (k_is_dense) ? at / (GROUP_DEPTH / WIDTH) : at % ((size) / WIDTH) * WIDTH;    \
  const int k = (k_is_dense) ? at % (GROUP_DEPTH / WIDTH) * WIDTH : at / ((size) / WIDTH);

// This item's vectors of the tile that begins at x. Outside of the operand, beyond i_left and k_left,
// nothing is read, and the filler stands: of k, (-0, +0) change no sum; rows and columns beyond the
// last are never stored.
static INLINED void fetch(__global const float *x, const int i_stride, const int k_stride,
                          const int i_left, const int k_left, const int is_aligned,
                          const int size, const float filler, VECTOR *fetched) {
  const int k_is_dense = k_stride == 1;
  const int is_whole = is_aligned && i_left >= size && k_left >= GROUP_DEPTH;
#pragma unroll
  for (int n = 0; n < FETCHED(size); n++) {
    PLACE(n, size, k_is_dense, i, k)
    __global const float *from = x + i * i_stride + k * k_stride;
    if (is_whole) {
      fetched[n] = FROM_GLOBAL(from);
    } else {
      const int inside = k_is_dense ? (i < i_left ? k_left - k : 0) : (k < k_left ? i_left - i : 0);
      float values[WIDTH];
      for (int e = 0; e < WIDTH; e++) values[e] = e < inside ? from[e] : filler;
      fetched[n] = UNALIGNED_LOAD(values);
    }
  }
}

// Puts them into local memory: (GROUP_DEPTH, pitch).
static INLINED void keep(const VECTOR *fetched, const int k_is_dense, const int size,
                         __local float *tile) {
  const int pitch = size + PADDING;
#pragma unroll
  for (int n = 0; n < FETCHED(size); n++) {
    PLACE(n, size, k_is_dense, i, k)
    if (k_is_dense) {
      float values[WIDTH];
      PUT(fetched[n], values);
      for (int e = 0; e < WIDTH; e++) tile[(k + e) * pitch + i] = values[e];
    } else {
      IN_LOCAL(tile + k * pitch + i) = fetched[n];
    }
  }
}

#define END_VECTOR(sum, above_at)                                                                 \
  {                                                                                               \
    float ends[WIDTH];                                                                            \
    PUT(sum, ends);                                                                               \
    for (int e = 0; e < WIDTH; e++) ends[e] = ended(ends[e], then, (above_at) + e, limit);        \
    sum = UNALIGNED_LOAD(ends);                                                                   \
  }

// Adds a leaf to c, of which c is the group's corner; i_left rows and j_left columns are inside.
static INLINED void add_leaf(VECTOR chain[ITEM_ROWS][VECTORS_ACROSS], const int first,
                             const int last, __global const float *bias, const int bias_row,
                             const int bias_column, const int has_bias, const int then,
                             __global const float *above, const float limit,
                             __global float *c, const int c_row, const int c_column,
                             const int i_left, const int j_left, const int is_aligned) {
  const int is_whole = is_aligned && i_left >= GROUP_ROWS && j_left >= GROUP_COLUMNS;
#pragma unroll
  for (int i = 0; i < ITEM_ROWS; i++) {
#pragma unroll
    for (int v = 0; v < VECTORS_ACROSS; v++) {
      const int row = ITEM_ROW(i), column = ITEM_COLUMN(v);
      __global float *to = c + row * c_row + column * c_column;
      __global const float *above_at = above + row * c_row + column * c_column;
      if (is_whole) {
        AFTER_LEAF(VECTOR, IN_GLOBAL(to), chain[i][v], UNALIGNED_LOAD(bias + column), END_VECTOR,
                   above_at)
      } else {
        const int inside = row < i_left ? j_left - column : 0;
        float values[WIDTH];
        PUT(chain[i][v], values);
        for (int e = 0; e < WIDTH && e < inside; e++) {
          const int bias_at = row * bias_row + (column + e) * bias_column;
          AFTER_LEAF(float, to[e * c_column], values[e], bias[bias_at], END_FLOAT,
                     above_at + e * c_column)
        }
      }
      chain[i][v] = (VECTOR)(0.0f);
    }
  }
}

#define IS_MULTIPLE(x, y) (((x) | (y)) % WIDTH == 0)

// A product: from each pointer's start, and from one row, column or k to the next.
typedef struct {
  int a_start, a_row, a_k;
  int b_start, b_k, b_column;
  int bias_start, bias_row, bias_column, has_bias;
  int then, above_start, limit;  // the bits of a float
  int c_start, c_row, c_column;
  int rows, columns, K;
  int leaves_apart;
  int groups;  // in all
} grouped;

// The operands of a product, and the product. One without groups is none, and its pointers are null.
#define PRODUCT(s)                                                                               \
  __global const float *a##s, __global const float *b##s, __global const float *bias##s,         \
      __global const float *above##s, __global float *c##s,                                      \
      const grouped p##s,
#define TAKE_PRODUCT(s)     \
  if (left >= 0) {          \
    p = p##s;               \
    a = a##s;               \
    b = b##s;               \
    bias = bias##s;         \
    above = above##s;       \
    c = c##s;               \
    group = left;           \
  }                         \
  left -= p##s.groups;

__kernel __attribute__((reqd_work_group_size(ITEMS_ACROSS, ITEMS_DOWN, 1)))
void matmul_groups_tiles(PRODUCT(0) PRODUCT(1) PRODUCT(2) const int batches, const int8 lead_sizes,
                         const int8 a_lead, const int8 b_lead) {
  __local float a_tiles[BUFFERS * GROUP_DEPTH * A_PITCH] __attribute__((aligned(16)));
  __local float b_tiles[BUFFERS * GROUP_DEPTH * B_PITCH] __attribute__((aligned(16)));
  grouped p = p0;
  __global const float *a = a0, *b = b0, *bias = bias0, *above = above0;
  __global float *c = c0;
  int group = 0, left = (int)get_group_id(0);
  TAKE_PRODUCT(0)
  TAKE_PRODUCT(1)
  TAKE_PRODUCT(2)
  const int across = (p.columns + GROUP_COLUMNS - 1) / GROUP_COLUMNS;
  const int down = (p.rows + GROUP_ROWS - 1) / GROUP_ROWS;
  const int column = GROUP_COLUMNS * (group % across), j_left = p.columns - column;
  const int row = GROUP_ROWS * (group / across % down), i_left = p.rows - row;
  const int matrix = group / across / down;  // of (leaves, batch)
  const int batch = matrix % batches, leaf = matrix / batches;
  const int begin = leaf * LEAF, end = p.leaves_apart > 1 ? min(begin + LEAF, p.K) : p.K;
  const int a_row = p.a_row, a_k = p.a_k, b_k = p.b_k, b_column = p.b_column;
  const int c_row = p.c_row, c_column = p.c_column;
  const int a_at = p.a_start + strided(batch, lead_sizes, a_lead);
  const int b_at = p.b_start + strided(batch, lead_sizes, b_lead);
  const int matrix_at = matrix * p.rows * p.columns, c_at = p.c_start + matrix_at;
  const int a_is_aligned = IS_MULTIPLE(a_at, a_k == 1 ? a_row : a_k);
  const int b_is_aligned = IS_MULTIPLE(b_at, b_k == 1 ? b_column : b_k);
  const int c_is_aligned = c_column == 1 && IS_MULTIPLE(c_at, c_row);
  a += a_at + row * a_row;
  b += b_at + column * b_column;
  c += c_at + row * c_row + column * c_column;
  above += p.above_start + matrix_at + row * c_row + column * c_column;
  bias += p.bias_start + row * p.bias_row + column * p.bias_column;

  VECTOR chain[ITEM_ROWS][VECTORS_ACROSS];
  VECTOR a_fetched[FETCHED(GROUP_ROWS)], b_fetched[FETCHED(GROUP_COLUMNS)];
  for (int i = 0; i < ITEM_ROWS; i++) {
    for (int v = 0; v < VECTORS_ACROSS; v++) chain[i][v] = (VECTOR)(0.0f);
  }
  __local float *a_tile = a_tiles, *b_tile = b_tiles;
  for (int k = begin - GROUP_DEPTH; k < end; k += GROUP_DEPTH) {  // the first round only fetches
    const int next = k + GROUP_DEPTH;
    if (next < end) {
      fetch(a + next * a_k, a_row, a_k, i_left, end - next, a_is_aligned, GROUP_ROWS, -0.0f,
            a_fetched);
      fetch(b + next * b_k, b_column, b_k, j_left, end - next, b_is_aligned, GROUP_COLUMNS, 0.0f,
            b_fetched);
    }
    if (k >= begin) {
      multiply(a_tile, b_tile, chain);
      if (next % LEAF == 0 || next >= end) {
        add_leaf(chain, next - begin <= LEAF, next >= end, bias, p.bias_row, p.bias_column,
                 p.has_bias, p.then, above, as_float(p.limit), c, c_row, c_column, i_left, j_left,
                 c_is_aligned);
      }
    }
    if (BUFFERS == 2) {
      const int other = next / GROUP_DEPTH % 2;
      a_tile = a_tiles + other * GROUP_DEPTH * A_PITCH;
      b_tile = b_tiles + other * GROUP_DEPTH * B_PITCH;
    } else {
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (next < end) {
      keep(a_fetched, a_k == 1, GROUP_ROWS, a_tile);
      keep(b_fetched, b_k == 1, GROUP_COLUMNS, b_tile);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
