// Convolutions on GPUs, by work-groups.                      numerics.md: "Convolutions"
// c[row, column] is the sum over k of a[row, k] * b[k, column], as in matmul_groups.cl, but b is windows
// over planes of three axes, which are read where they lie. A column and a k are each four numbers:
// of an image or a channel, and of a position or a tap along three axes (a walk). Either says where in
// b's planes it is; both together are an element of b, or padding, +0. A column says where in c it lies,
// a k where in a. So the convolution and its weight's gradient are the same but for which is which. All
// numbers and sizes are outermost first. The macros are those of group_tiles.cl.
//
// convolution_groups_tiles  groups of work-items as in matmul_groups.cl, in this order: across, down,
//                           phases, groups of channels, leaves. With leaves apart c is that of each leaf;
//                           one that there is none of is -0, which changes no sum. A convolution
//                           transposed has phases (ConvPhase): elements of c that see the same taps.
//                           Local size (GROUP_COLUMNS / ITEM_COLUMNS, GROUP_ROWS / ITEM_ROWS), groups
//                           (all, 1).
//
// Entry points: convolution_groups_tiles.

// Numbers that count columns or k: how many there are of each, the last ones changing first.
typedef struct {
  int4 sizes;
  int4 first, step;  // the place in b's planes of number 0, and from one number to the next
  int4 in_b;         // from one place to the next, in elements of b
  int4 beside;       // from one number to the next, in elements of a for k, of c for columns
} walk;

// A product, but for its walks: from each pointer's start, and from one group of channels to the next.
typedef struct {
  int a_start, a_group, a_row;
  int b_start, b_group;
  int bias_start, has_bias;
  int then, above_start, limit;  // the bits of a float
  int c_start, c_group, c_row, c_leaf;
  int rows, across, down;  // groups of work-items across and down, of one phase
  int groups, leaves;
  int k_are_neighbours;  // in b: else columns are
} implicit;

// How elements of c fall into phases, if they do. What the first number is of is no axis: it is 1.
typedef struct {
  int4 phases;                          // 0 if they do not
  int4 sizes;                           // of c's planes
  int4 taps, stride, dilation, before;  // of the window over them
  int4 tap_step;                        // from one tap of a phase to its next in the kernel
  int4 in_a, in_c;                      // from one tap of the kernel, and place of c, to the next
} phased;

// In no plane, whatever is added to it.
#define OUTSIDE ((int4)(0, -0x40000000, -0x40000000, -0x40000000))

static INLINED int sum_of(const int4 v) {
  return v.s0 + v.s1 + v.s2 + v.s3;
}

static INLINED int product_of(const int4 v) {
  return v.s0 * v.s1 * v.s2 * v.s3;
}

// The numbers that i stands for.
static INLINED int4 numbers_of(const int i, const int4 sizes) {
  const uint lines = (uint)i / (uint)sizes.s3;  // unsigned: divisions are dear
  const uint planes = lines / (uint)sizes.s2, outer = planes / (uint)sizes.s1;
  return (int4)((int)outer, (int)(planes - outer * (uint)sizes.s1),
                (int)(lines - planes * (uint)sizes.s2), i - (int)lines * sizes.s3);
}

// Where numbers are in b's planes, and, first, how many elements of b that is from its start.
static INLINED int4 place_of(const int4 at, const int4 first, const int4 step, const int4 in_b) {
  int4 place = first + at * step;
  place.s0 = sum_of(place * in_b);
  return place;
}

// The first tap along an axis that elements r, r + stride, … see; all taps, if they see none.
static INLINED int first_tap(const int r, const int taps, const int stride, const int dilation,
                             const int before) {
  int tap = 0;
  while (tap < taps && (r + before - tap * dilation) % stride != 0) tap++;
  return tap;
}

// Leaves a phase's columns and k in the walks, and moves a and c to their beginning.
#define ENTER_PHASE(number)                                                                       \
  {                                                                                               \
    const int4 r = numbers_of(number, f.phases);                                                  \
    int4 tap = 0;                                                                                 \
    tap.s1 = first_tap(r.s1, f.taps.s1, f.stride.s1, f.dilation.s1, f.before.s1);                 \
    tap.s2 = first_tap(r.s2, f.taps.s2, f.stride.s2, f.dilation.s2, f.before.s2);                 \
    tap.s3 = first_tap(r.s3, f.taps.s3, f.stride.s3, f.dilation.s3, f.before.s3);                 \
    const int4 taps = (f.taps - tap + f.tap_step - 1) / f.tap_step;                               \
    /* The one that is met first; without any, such that something lies there to be loaded. */    \
    const int4 last = (taps > 0) & (tap + (taps - 1) * f.tap_step);                               \
    columns.sizes.s123 = ((f.sizes - r + f.stride - 1) / f.stride).s123;                          \
    columns.first.s123 = ((r + f.before - last * f.dilation) / f.stride).s123;                    \
    ks.sizes.s123 = taps.s123;                                                                    \
    c_at += sum_of(r * f.in_c);                                                                   \
    a_at += sum_of(last * f.in_a);                                                                \
  }

#define FETCHED(size) ((size) * GROUP_DEPTH / ITEMS)
#define MASKS ((FETCHED(GROUP_COLUMNS) + 31) / 32)

// Where this item's value number n of a tile (size, GROUP_DEPTH) lies in it.
#define PLACE(n, size, k_are_neighbours, i, k)                       \
  const int at = item + (n) * ITEMS;                                 \
  const int i = (k_are_neighbours) ? at / GROUP_DEPTH : at % (size); \
  const int k = (k_are_neighbours) ? at % GROUP_DEPTH : at / (size);

// This item's values of a tile. Something is loaded for each, so that none waits behind a branch for the
// one before; and what is no value is told from others only when they are kept, so that nothing waits
// for the loads until then.
static INLINED void fetch_rows(const int item, __global const float *a, const int a_row,
                               const int i_left, const int k_left, __local const int *a_offsets,
                               float *fetched) {
#pragma unroll
  for (int n = 0; n < FETCHED(GROUP_ROWS); n++) {
    PLACE(n, GROUP_ROWS, 1, i, k)
    const int is_inside = (i < i_left) & (k < k_left), from = i * a_row + a_offsets[k];
    fetched[n] = a[is_inside ? from : 0];
  }
}

static INLINED void fetch_windows(const int item, __global const float *b, const int4 b_sizes,
                                  const int k_are_neighbours, __local const int4 *column_places,
                                  __local const int4 *k_places, float *fetched, uint *inside) {
#pragma unroll
  for (int n = 0; n < MASKS; n++) inside[n] = 0;
#pragma unroll
  for (int n = 0; n < FETCHED(GROUP_COLUMNS); n++) {
    PLACE(n, GROUP_COLUMNS, k_are_neighbours, i, k)
    const int4 place = column_places[i] + k_places[k];
    const int is_inside = ((uint)place.s1 < (uint)b_sizes.s1) & ((uint)place.s2 < (uint)b_sizes.s2)
                          & ((uint)place.s3 < (uint)b_sizes.s3);
    inside[n / 32] |= (uint)is_inside << n % 32;
    fetched[n] = b[is_inside ? place.s0 : 0];
  }
}

// Puts them into local memory: (GROUP_DEPTH, pitch). Beyond K a is -0, which with +0 of b changes no sum.
static INLINED void keep_rows(const int item, const float *fetched, const int k_left,
                              __local float *tile) {
#pragma unroll
  for (int n = 0; n < FETCHED(GROUP_ROWS); n++) {
    PLACE(n, GROUP_ROWS, 1, i, k)
    tile[k * A_PITCH + i] = k < k_left ? fetched[n] : -0.0f;
  }
}

static INLINED void keep_windows(const int item, const float *fetched, const uint *inside,
                                 const int k_are_neighbours, __local float *tile) {
#pragma unroll
  for (int n = 0; n < FETCHED(GROUP_COLUMNS); n++) {
    PLACE(n, GROUP_COLUMNS, k_are_neighbours, i, k)
    tile[k * B_PITCH + i] = (inside[n / 32] >> n % 32 & 1) != 0 ? fetched[n] : 0.0f;
  }
}

// Adds a leaf to c, of which c is the group's first row; i_left rows and j_left columns are inside.
static INLINED void add_leaf(VECTOR chain[ITEM_ROWS][VECTORS_ACROSS], const int first,
                             const int last, __global const float *bias, const int has_bias,
                             const int then, __global const float *above, const float limit,
                             __global float *c, const int c_row, __local const int *c_offsets,
                             const int i_left, const int j_left) {
#pragma unroll
  for (int i = 0; i < ITEM_ROWS; i++) {
#pragma unroll
    for (int v = 0; v < VECTORS_ACROSS; v++) {
      float values[WIDTH];
      PUT(chain[i][v], values);
#pragma unroll
      for (int e = 0; e < WIDTH; e++) {
        const int row = ITEM_ROW(i), column = ITEM_COLUMN(v) + e;
        if (row < i_left && column < j_left) {
          const int at = row * c_row + c_offsets[column];
          AFTER_LEAF(float, c[at], values[e], bias[row], END_FLOAT, above + at)
        }
      }
      chain[i][v] = (VECTOR)(0.0f);
    }
  }
}

__kernel __attribute__((reqd_work_group_size(ITEMS_ACROSS, ITEMS_DOWN, 1)))
void convolution_groups_tiles(__global const float *a, __global const float *b,
                              __global const float *bias, __global const float *above,
                              __global float *c, const implicit p, const int4 b_sizes, walk columns,
                              walk ks, const phased f) {
  __local float a_tiles[BUFFERS * GROUP_DEPTH * A_PITCH] __attribute__((aligned(16)));
  __local float b_tiles[BUFFERS * GROUP_DEPTH * B_PITCH] __attribute__((aligned(16)));
  __local int4 column_places[GROUP_COLUMNS], k_places[2 * GROUP_DEPTH];
  __local int c_offsets[GROUP_COLUMNS], a_offsets[2 * GROUP_DEPTH];
  const int item = (int)get_local_id(1) * ITEMS_ACROSS + (int)get_local_id(0);
  int rest = (int)get_group_id(0);
  const int column = GROUP_COLUMNS * (rest % p.across);
  rest /= p.across;
  const int row = GROUP_ROWS * (rest % p.down), i_left = p.rows - row;
  rest /= p.down;
  int a_at = p.a_start + row * p.a_row, c_at = row * p.c_row;
  const int is_phased = f.phases.s0 != 0, phases = is_phased ? product_of(f.phases) : 1;
  if (is_phased) ENTER_PHASE(rest % phases)
  rest /= phases;
  const int group = rest % p.groups, leaf = rest / p.groups;
  const int j_left = product_of(columns.sizes) - column;
  const int K = product_of(ks.sizes);
  const int begin = leaf * LEAF, until = p.leaves > 1 ? min(begin + LEAF, K) : K;
  const int end = max(until, begin + 1);  // a round at least, which gives +0 where there is no k
  c_at += group * p.c_group + leaf * p.c_leaf;
  a += a_at + group * p.a_group;
  b += p.b_start + group * p.b_group;
  c += p.c_start + c_at;
  above += p.above_start + c_at;
  bias += p.bias_start + group * p.rows + row;

  for (int j = item; j < GROUP_COLUMNS; j += ITEMS) {
    const int4 at = numbers_of(column + j, columns.sizes);
    column_places[j] =
        j < j_left ? place_of(at, columns.first, columns.step, columns.in_b) : OUTSIDE;
    c_offsets[j] = sum_of(at * columns.beside);
  }
  VECTOR chain[ITEM_ROWS][VECTORS_ACROSS];
  float a_fetched[FETCHED(GROUP_ROWS)], b_fetched[FETCHED(GROUP_COLUMNS)];
  uint inside[MASKS];
  for (int i = 0; i < ITEM_ROWS; i++) {
    for (int v = 0; v < VECTORS_ACROSS; v++) {
      chain[i][v] = (VECTOR)(leaf > 0 && begin >= K ? -0.0f : 0.0f);
    }
  }
  __local float *a_tile = a_tiles, *b_tile = b_tiles;
  // The first round only looks up where the first k lie, the second one only fetches.
  for (int k = begin - 2 * GROUP_DEPTH; k < end; k += GROUP_DEPTH) {
    const int next = k + GROUP_DEPTH, after_next = next + GROUP_DEPTH;
    const int parity = next / GROUP_DEPTH & 1;  // which of two tiles and tables
    const int table = parity * GROUP_DEPTH, other = GROUP_DEPTH - table;
    const int fetches = next >= begin && next < end;
    if (fetches) {
      fetch_rows(item, a, p.a_row, i_left, K - next, a_offsets + table, a_fetched);
      if (p.k_are_neighbours) {
        fetch_windows(item, b, b_sizes, 1, column_places, k_places + table, b_fetched, inside);
      } else {
        fetch_windows(item, b, b_sizes, 0, column_places, k_places + table, b_fetched, inside);
      }
    }
    if (k >= begin) {
      multiply(a_tile, b_tile, chain);
      if (next % LEAF == 0 || next >= end) {
        add_leaf(chain, next - begin <= LEAF, next >= end, bias, p.has_bias, p.then, above,
                 as_float(p.limit), c, p.c_row, c_offsets, i_left, j_left);
      }
    }
    if (BUFFERS == 2) {
      a_tile = a_tiles + parity * GROUP_DEPTH * A_PITCH;
      b_tile = b_tiles + parity * GROUP_DEPTH * B_PITCH;
    } else {
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (fetches) {
      keep_rows(item, a_fetched, K - next, a_tile);
      if (p.k_are_neighbours) {
        keep_windows(item, b_fetched, inside, 1, b_tile);
      } else {
        keep_windows(item, b_fetched, inside, 0, b_tile);
      }
    }
    for (int e = item; e < GROUP_DEPTH; e += ITEMS) {
      const int is_k = after_next + e < K;
      const int4 at = is_k ? numbers_of(after_next + e, ks.sizes) : (int4)(0);
      k_places[other + e] = is_k ? place_of(at, ks.first, ks.step, ks.in_b) : OUTSIDE;
      a_offsets[other + e] = sum_of(at * ks.beside);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
