// Reduction: many values to one.                 numerics.md: "Reductions"
// Element o of the output is made of n values of x: those that begin where o lies by kept_strides,
// and go on by reduced_strides.                  See indexing.cl.
//
// reduction_sum_lanes   one pass: each 1,024 values of each element become one, y: (elements, blocks).
//                       One work-group of 32 per block: work-item l is lane l. The host repeats it
//                       on what it has made until one block is left.
// reduction_sum_serial  the same for CPU devices, one work-item per block, lanes in private memory.
// reduction_max     one work-item per element.
// reduction_argmax  the same, giving the place.
//
// Entry points: reduction_sum_lanes, reduction_sum_serial, reduction_max, reduction_argmax.

__kernel __attribute__((reqd_work_group_size(LANES, 1, 1))) void reduction_sum_lanes(
    __global const float *x, const int x0, const int8 kept_sizes, const int8 kept_strides,
    const int8 reduced_sizes, const int8 reduced_strides, const int n, __global float *y,
    const int y0, const int blocks) {
  __local float lanes[LANES];
  const int lane = (int)get_local_id(0);
  const int group = (int)get_group_id(0);
  const int first = x0 + strided(group / blocks, kept_sizes, kept_strides);
  const int from = (group % blocks) * REDUCTION_BLOCK;
  const int count = min(REDUCTION_BLOCK, n - from);
  float sum = 0.0f;
  for (int i = lane; i < count; i += LANES) {
    const float value = x[first + strided(from + i, reduced_sizes, reduced_strides)];
    sum = i == lane ? value : sum + value;
  }
  sum = sum_of_lanes(lanes, lane, sum, count);
  if (lane == 0) y[y0 + group] = sum;
}

__kernel void reduction_sum_serial(__global const float *x, const int x0, const int8 kept_sizes,
                                   const int8 kept_strides, const int step, const int n,
                                   __global float *y, const int y0, const int blocks,
                                   const int results) {
  const int i = (int)get_global_id(0);
  if (i >= results) return;
  const int from = (i % blocks) * REDUCTION_BLOCK;
  const int first = x0 + strided(i / blocks, kept_sizes, kept_strides) + from * step;
  y[y0 + i] = sum_of_block(x + first, step, min(REDUCTION_BLOCK, n - from));
}

// Where the first largest value stands, or the first NaN.
int place_of_largest(__global const float *x, const int first, const int8 reduced_sizes,
                     const int8 reduced_strides, const int n) {
  int place = 0;
  float largest = x[first];
  for (int i = 1; i < n; i++) {
    const float value = x[first + strided(i, reduced_sizes, reduced_strides)];
    if (value > largest || (value != value && largest == largest)) {
      largest = value;
      place = i;
    }
  }
  return place;
}

__kernel void reduction_max(__global const float *x, const int x0, const int8 kept_sizes,
                            const int8 kept_strides, const int8 reduced_sizes,
                            const int8 reduced_strides, const int n, __global float *y,
                            const int y0, const int elements) {
  const int o = (int)get_global_id(0);
  if (o < elements) {
    const int first = x0 + strided(o, kept_sizes, kept_strides);
    const int place = place_of_largest(x, first, reduced_sizes, reduced_strides, n);
    y[y0 + o] = x[first + strided(place, reduced_sizes, reduced_strides)];
  }
}

__kernel void reduction_argmax(__global const float *x, const int x0, const int8 kept_sizes,
                               const int8 kept_strides, const int8 reduced_sizes,
                               const int8 reduced_strides, const int n, __global int *y,
                               const int y0, const int elements) {
  const int o = (int)get_global_id(0);
  if (o < elements) {
    const int first = x0 + strided(o, kept_sizes, kept_strides);
    y[y0 + o] = place_of_largest(x, first, reduced_sizes, reduced_strides, n);
  }
}
