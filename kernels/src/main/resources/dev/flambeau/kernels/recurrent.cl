// Recurrent: a whole sequence in one launch.                 numerics.md: "Compositions", Rnn
// Rows of the batch do not depend on each other, so whoever computes some walks all steps.
// T steps, N rows, H hidden values; sequences are (T, N, H), row-major.
//
// recurrent_forward   h holds x[t] W_ih' + b_ih on the way in and h[t] on the way out. w is W_hh
//                     transposed, so that neighbours read neighbours.
// recurrent_backward  dz[t] from the gradient g of the output, and the last carry, dh0; and before, the
//                     h that each step began with, which W_hh's gradient takes. w is W_hh.
// relu                whether a step ends with relu instead of tanh.
//
// One work-group per row; its work-items share the hidden values out, and the row lies in 2 H floats
// of local memory.
//
// recurrent_tiles_forward, recurrent_tiles_backward
//                     the same for CPU devices: one work-item takes TILE_ROWS rows. w is W_hh, and
//                     lies in panels (matmul_pack) or as contraction.cl's y. Rows, and what a product
//                     makes of them, lie in 2 TILE_ROWS H floats of scratch for each work-item, and
//                     panels behind them if it is to pack them.
//
// Entry points: recurrent_forward, recurrent_backward, recurrent_tiles_forward,
// recurrent_tiles_backward.

// The contraction of a row in local memory with column j of w.
float contract(__local const float *row, __global const float *w, const int j, const int H) {
  float sum = 0.0f;
  for (int leaf = 0; leaf < H; leaf += LEAF) {
    const int end = min(leaf + LEAF, H);
    float chain = 0.0f;
    for (int k = leaf; k < end; k++) chain = FMA(row[k], w[k * H + j], chain);
    sum = leaf == 0 ? chain : sum + chain;
  }
  return sum;
}

__kernel void recurrent_forward(__global const float *h0, const int h0_0,
                                __global const float *w, __global const float *bias,
                                const int bias0, __global float *h, const int h_0, const int T,
                                const int N, const int H, const int relu,
                                __local float *rows) {
  const int n = (int)get_group_id(0);
  const int first = (int)get_local_id(0), step = (int)get_local_size(0);
  for (int j = first; j < H; j += step) rows[j] = h0[h0_0 + n * H + j];
  for (int t = 0; t < T; t++) {
    barrier(CLK_LOCAL_MEM_FENCE);
    __local const float *before = rows + (t % 2) * H;
    __local float *after = rows + ((t + 1) % 2) * H;
    __global float *out = h + h_0 + (t * N + n) * H;
    for (int j = first; j < H; j += step) {
      const float recurrent = contract(before, w, j, H) + bias[bias0 + j];
      const float z = out[j] + recurrent;
      const float value = relu ? (z <= 0.0f ? 0.0f : z) : op_tanh(z);
      after[j] = value;
      out[j] = value;
    }
  }
}

__kernel void recurrent_backward(__global const float *g, const int g0, __global const float *h,
                                 const int h_0, __global const float *h0, const int h0_0,
                                 __global const float *w, const int w0, __global float *dz,
                                 const int dz0, __global float *dh0, const int dh0_0,
                                 __global float *before, const int T, const int N, const int H,
                                 const int relu, __local float *rows) {
  const int n = (int)get_group_id(0);
  const int first = (int)get_local_id(0), step = (int)get_local_size(0);
  __local float *carry = rows;
  __local float *slope_times = rows + H;
  for (int t = T - 1; t >= 0; t--) {
    const int at = (t * N + n) * H;
    for (int j = first; j < H; j += step) {
      const float above = g[g0 + at + j];
      const float dh = t == T - 1 ? above : above + carry[j];
      const float value = h[h_0 + at + j];
      const float by_tanh = dh * FMA(-value, value, 1.0f);
      const float gradient = relu ? (value > 0.0f ? dh : 0.0f) : by_tanh;
      slope_times[j] = gradient;
      dz[dz0 + at + j] = gradient;
      before[at + j] = t > 0 ? h[h_0 + at - N * H + j] : h0[h0_0 + at + j];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int j = first; j < H; j += step) carry[j] = contract(slope_times, w + w0, j, H);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int j = first; j < H; j += step) dh0[dh0_0 + n * H + j] = carry[j];
}

// ---- CPU devices ----

// w as the right operand of a product.
typedef struct {
  int panel, column, k, packing;
} right_operand;

// What one step takes from the rows of the step before, or gives to them: r = rows w, and the bias.
void contract_rows(__global const float *rows, __global const float *w, const right_operand at,
                   __global const float *bias, const int has_bias, __global float *r, const int H) {
  for (int leaf = 0; leaf < H; leaf += LEAF) {
    const int depth = min(LEAF, H - leaf);
    for (int column = 0; column < H; column += TILE_COLUMNS) {
      const int left = at.packing == IN_PLACE ? max(column + TILE_COLUMNS - H, 0) : 0;
      const int j = column - left;
      const int4 part = (int4)(0, TILE_ROWS, left, min(TILE_COLUMNS, H - j));
      add_leaf(rows + leaf, H, 1,
               w + (size_t)(column / TILE_COLUMNS) * at.panel + leaf * at.k - left, at.k, depth,
               leaf == 0, bias + j, 0, 1, has_bias && leaf + depth == H, r + j, H, 1, part);
    }
  }
}

// Packs w, if this item is to, and gives where it lies then.
__global const float *packed(__global const float *w, right_operand *at, __global float *own,
                             const int H) {
  if (at->packing != PACKED_BY_ITEM) return w;
  const int panel = H * TILE_COLUMNS;
  for (int p = 0; p * TILE_COLUMNS < H; p++) {
    pack_panel(w + p * at->panel, min(TILE_COLUMNS, H - p * TILE_COLUMNS), at->column, at->k, 0, H,
               own + p * panel, TILE_COLUMNS);
  }
  at->panel = panel;
  at->k = TILE_COLUMNS;
  return own;
}

// Rows of a block to the work-item's scratch; those beyond N are 0.
void take_rows(__global const float *from, const int count, const int H, __global float *rows) {
  for (int i = 0; i < count * H; i++) rows[i] = from[i];
  for (int i = count * H; i < TILE_ROWS * H; i++) rows[i] = 0.0f;
}

// out holds the projections and becomes the hidden values, which go to rows as well. Computed as
// functions.cl says: without branches, then once more what is undecided.
void activate(__global float *restrict out, __global const float *restrict r,
              __global float *restrict rows, const int n, const int relu) {
  for (int from = 0; from < n; from += BLOCK) {
    const int end = min(from + BLOCK, n);
    if (relu) {
      for (int i = from; i < end; i++) rows[i] = op_relu(out[i] + r[i]);
    } else {
      int undecided = 0;
      BY_VECTORS for (int i = from; i < end; i++) {
        rows[i] = branchless_tanh(out[i] + r[i], &undecided);
      }
      if (undecided) {
        for (int i = from; i < end; i++) rows[i] = op_tanh(out[i] + r[i]);
      }
    }
    for (int i = from; i < end; i++) out[i] = rows[i];
  }
}

__kernel void recurrent_tiles_forward(__global const float *h0, const int h0_0,
                                      __global const float *w, const int w0, right_operand w_at,
                                      __global const float *bias, const int bias0,
                                      __global float *h, const int h_0, __global float *scratch,
                                      const int scratch_size, const int T, const int N,
                                      const int H, const int relu) {
  const int n = TILE_ROWS * (int)get_global_id(0), count = min(TILE_ROWS, N - n);
  __global float *rows = scratch + get_global_id(0) * scratch_size, *r = rows + TILE_ROWS * H;
  w = packed(w + w0, &w_at, r + TILE_ROWS * H, H);
  take_rows(h0 + h0_0 + n * H, count, H, rows);
  for (int t = 0; t < T; t++) {
    contract_rows(rows, w, w_at, bias + bias0, 1, r, H);
    activate(h + h_0 + (t * N + n) * H, r, rows, count * H, relu);
  }
}

// The gradient of a step's sum from that of its value, above, and the carry of the step after it; and
// the h that it began with, at its place.
void differentiate(__global const float *restrict above, __global const float *restrict carry,
                   const int has_carry, __global const float *restrict h,
                   __global const float *restrict h_before, __global float *restrict dz,
                   __global float *restrict rows, __global float *restrict before, const int n,
                   const int relu) {
  for (int i = 0; i < n; i++) {
    const float dh = has_carry ? above[i] + carry[i] : above[i];
    const float by_tanh = dh * FMA(-h[i], h[i], 1.0f);
    const float gradient = relu ? (h[i] > 0.0f ? dh : 0.0f) : by_tanh;
    rows[i] = gradient;
    dz[i] = gradient;
    before[i] = h_before[i];
  }
}

__kernel void recurrent_tiles_backward(__global const float *g, const int g0,
                                       __global const float *h, const int h_0,
                                       __global const float *h0, const int h0_0,
                                       __global const float *w, const int w0, right_operand w_at,
                                       __global float *dz, const int dz0, __global float *dh0,
                                       const int dh0_0, __global float *before,
                                       __global float *scratch, const int scratch_size,
                                       const int T, const int N, const int H, const int relu) {
  const int n = TILE_ROWS * (int)get_global_id(0), count = min(TILE_ROWS, N - n);
  __global float *rows = scratch + get_global_id(0) * scratch_size, *carry = rows + TILE_ROWS * H;
  w = packed(w + w0, &w_at, carry + TILE_ROWS * H, H);
  take_rows(rows, 0, H, rows);
  for (int t = T - 1; t >= 0; t--) {
    const int at = (t * N + n) * H;
    __global const float *h_before = t > 0 ? h + h_0 + at - N * H : h0 + h0_0 + n * H;
    differentiate(g + g0 + at, carry, t < T - 1, h + h_0 + at, h_before, dz + dz0 + at, rows,
                  before + at, count * H, relu);
    contract_rows(rows, w, w_at, carry, 0, carry, H);
  }
  for (int i = 0; i < count * H; i++) dh0[dh0_0 + n * H + i] = carry[i];
}
