// Recurrent: a whole sequence in one launch.                 numerics.md: "Compositions", Rnn
// Rows of the batch do not depend on each other: one work-group per row walks all steps, its
// work-items share the H hidden values out, and the row lies in local memory.
// T steps, N rows, H hidden values; sequences are (T, N, H), row-major.
//
// recurrent_forward   h holds x[t] W_ih' + b_ih on the way in and h[t] on the way out. w is W_hh
//                     transposed, so that neighbours read neighbours.
// recurrent_backward  dz[t] from the gradient g of the output, and the last carry, dh0. w is W_hh.
// relu                whether a step ends with relu instead of tanh.
//
// local memory: 2 H floats.
//
// Entry points: recurrent_forward, recurrent_backward.

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
      const float value = relu ? (z <= 0.0f ? 0.0f : z) : correctly_rounded_tanh(z);
      after[j] = value;
      out[j] = value;
    }
  }
}

__kernel void recurrent_backward(__global const float *g, const int g0, __global const float *h,
                                 const int h_0, __global const float *w, const int w0,
                                 __global float *dz, const int dz0, __global float *dh0,
                                 const int dh0_0, const int T, const int N, const int H,
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
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int j = first; j < H; j += step) carry[j] = contract(slope_times, w + w0, j, H);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int j = first; j < H; j += step) dh0[dh0_0 + n * H + j] = carry[j];
}
