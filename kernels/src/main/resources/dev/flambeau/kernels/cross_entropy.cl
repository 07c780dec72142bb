// Cross entropy: softmax and its loss, row by row.           numerics.md: "Compositions"
// x, p: (rows, n), row-major.                    One work-item per row; rows are short.
//
// cross_entropy_kept      how many rows are not ignored, as a float; by one work-group of 32.
// cross_entropy_forward   p = softmax x, and row_loss[r] = z[label] - log s, or 0 if it is ignored:
//                         the mean over those kept is reduction_sum's, then cross_entropy_mean's.
//                         If has_gradient, y is the gradient, too.
// cross_entropy_mean      loss = -(sum / kept)
// cross_entropy_alone     all in one launch of one work-item, for CPU devices and few rows: at most
//                         1,024. row_loss is scratch.
// cross_entropy_group     the same by one work-group of 32, for all others.
// cross_entropy_gradient  y = (p - one_hot(label)) * (g / kept), or 0; elements in runs: indexing.cl.
//
// Entry points: cross_entropy_kept, cross_entropy_forward, cross_entropy_mean, cross_entropy_alone,
// cross_entropy_group, cross_entropy_gradient.

// The label of rows that are no part of the loss.
#define IGNORED -100

// How many of every step-th row are not ignored.
int kept_rows(__global const int *labels, const int from, const int step, const int rows) {
  int kept = 0;
  for (int r = from; r < rows; r += step) kept += labels[r] != IGNORED ? 1 : 0;
  return kept;
}

// The sum of row[0 .. n) by lanes, up to 1,024 at a time, in two levels: n up to 1,048,576.
float sum_of_exponentials(__global const float *row, const int n) {
  float blocks[LANES];
  int block_count = 0;
  for (int from = 0; from < n; from += REDUCTION_BLOCK) {
    const float block = sum_of_block(row + from, 1, min(REDUCTION_BLOCK, n - from));
    const int lane = block_count % LANES;
    blocks[lane] = block_count < LANES ? block : blocks[lane] + block;
    block_count++;
  }
  for (int d = LANES / 2; d > 0; d /= 2) {
    for (int lane = 0; lane < d && lane + d < block_count; lane++) {
      blocks[lane] = blocks[lane] + blocks[lane + d];
    }
  }
  return blocks[0];
}

// The softmax e of a row, and what it adds to the loss.
float loss_of_row(__global const float *row, const int label, __global float *e, const int n) {
  float largest = row[0];
  for (int i = 1; i < n; i++) {
    if (row[i] > largest || (row[i] != row[i] && largest == largest)) largest = row[i];
  }
  for (int i = 0; i < n; i++) e[i] = correctly_rounded_exp(row[i] - largest);
  const float sum = sum_of_exponentials(e, n);
  for (int i = 0; i < n; i++) e[i] = e[i] / sum;
  if (label == IGNORED) return 0.0f;
  return label < 0 || label >= n ? as_float(NAN_BITS)
                                 : (row[label] - largest) - correctly_rounded_log(sum);
}

float mean_loss(const float sum, const float kept) {
  return as_float(as_uint(sum / kept) ^ SIGN_BIT);
}

// (p - one_hot(label)) * factor, of class i; the factor is g / kept.
float gradient_of_class(const float p, const int label, const int i, const int classes,
                        const float factor) {
  if (label == IGNORED) return 0.0f;
  const float elsewhere = label < 0 || label >= classes ? as_float(NAN_BITS) : 0.0f;
  return (p - (i == label ? 1.0f : elsewhere)) * factor;
}

// The logits x, what becomes the softmax p, and the loss's gradient g and what becomes that of x, y,
// without which their pointers are null.
#define ROWS                                                                                   \
  __global const float *x, const int x0, __global const int *labels, const int labels0,        \
      __global float *p, const int p0, __global const float *g, const int g0,                  \
      __global float *y, const int y0, const int has_gradient, __global float *row_loss,       \
      const int rows, const int n
#define ROW x, x0, labels, labels0, p, p0, g, g0, y, y0, has_gradient, row_loss, rows, n

// All that is made of row r; what it adds to the loss.
float compute_row(ROWS, const float kept, const int r) {
  const int label = labels[labels0 + r];
  p += p0 + r * n;
  const float loss = loss_of_row(x + x0 + r * n, label, p, n);
  row_loss[r] = loss;
  if (has_gradient) {
    const float factor = g[g0] / kept;
    y += y0 + r * n;
    for (int i = 0; i < n; i++) y[i] = gradient_of_class(p[i], label, i, n, factor);
  }
  return loss;
}

__kernel __attribute__((reqd_work_group_size(LANES, 1, 1))) void cross_entropy_kept(
    __global const int *labels, const int labels0, const int rows, __global float *kept) {
  __local float lanes[LANES];
  const int lane = (int)get_local_id(0);
  const float own = (float)kept_rows(labels + labels0, lane, LANES, rows);
  const float sum = sum_of_lanes(lanes, lane, own, LANES);
  if (lane == 0) kept[0] = sum;
}

__kernel void cross_entropy_forward(ROWS, __global const float *kept) {
  const int r = (int)get_global_id(0);
  if (r < rows) compute_row(ROW, kept[0], r);
}

__kernel void cross_entropy_mean(__global const float *sum, __global float *loss, const int loss0,
                                 __global const float *kept) {
  loss[loss0] = mean_loss(sum[0], kept[0]);
}

__kernel void cross_entropy_alone(ROWS, __global float *loss, const int loss0) {
  const float kept = (float)kept_rows(labels + labels0, 0, 1, rows);
  for (int r = 0; r < rows; r++) compute_row(ROW, kept, r);
  loss[loss0] = mean_loss(sum_of_block(row_loss, 1, rows), kept);
}

__kernel __attribute__((reqd_work_group_size(LANES, 1, 1))) void cross_entropy_group(
    ROWS, __global float *loss, const int loss0) {
  __local float lanes[LANES];
  const int lane = (int)get_local_id(0);
  const float own = (float)kept_rows(labels + labels0, lane, LANES, rows);
  sum_of_lanes(lanes, lane, own, LANES);
  barrier(CLK_LOCAL_MEM_FENCE);
  const float kept = lanes[0];
  barrier(CLK_LOCAL_MEM_FENCE);
  float sum = 0.0f;
  for (int r = lane; r < rows; r += LANES) {  // those of its lane
    const float row = compute_row(ROW, kept, r);
    sum = r == lane ? row : sum + row;
  }
  sum = sum_of_lanes(lanes, lane, sum, rows);
  if (lane == 0) loss[loss0] = mean_loss(sum, kept);
}

__kernel void cross_entropy_gradient(__global const float *g, const int g0,
                                     __global const float *p, const int p0,
                                     __global const int *labels, const int labels0,
                                     __global float *y, const int y0, const int classes,
                                     __global const float *kept, const int n) {
  const float factor = g[g0] / kept[0];
  EACH_ELEMENT(i, n) {
    const int label = labels[labels0 + i / classes];
    y[y0 + i] = gradient_of_class(p[p0 + i], label, i % classes, classes, factor);
  }
}
