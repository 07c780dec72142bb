// Index: positions by their numbers.             numerics.md: "Indexing", "Reductions"
// The axis is seen within (outer, size, inner); index has m numbers.
//
// index_select  y: (outer, m, inner), the positions of x that the index names, moved as bits; none for
//               one that is not there.             Elements in runs: indexing.cl.
// index_sort    sorted: the m places of the index, those of one number together, each time ascending.
//               One work-item per place: it counts those that come before its own.
// index_add     y: (outer, size, inner), of x: (outer, m, inner) the sum of each number's occurrences,
//               which sorted has side by side. One work-item per element.
//
// Entry points: index_select_uint, index_select_uchar, index_sort, index_add.

#define INDEX_SELECT(type)                                                                  \
  __kernel void index_select_##type(                                                        \
      __global const type *x, const int x0, __global const int *index, const int index0,    \
      __global type *y, const int y0, const int size, const int m, const int inner,         \
      const uint none, const int n) {                                                       \
    EACH_ELEMENT(e, n) {                                                                    \
      const int row = e / inner;                                                            \
      const int number = index[index0 + row % m];                                           \
      const bool is_there = number >= 0 && number < size;                                   \
      const int from = (row / m * size + (is_there ? number : 0)) * inner + e % inner;      \
      y[y0 + e] = is_there ? x[x0 + from] : (type)none;                                     \
    }                                                                                       \
  }

INDEX_SELECT(uint)
INDEX_SELECT(uchar)

__kernel void index_sort(__global const int *index, const int index0, __global int *sorted,
                         const int m) {
  const int place = (int)get_global_id(0);
  if (place >= m) return;
  index += index0;
  const int number = index[place];
  int before = 0;
  for (int other = 0; other < m; other++) {
    if (index[other] < number || (index[other] == number && other < place)) before++;
  }
  sorted[before] = place;
}

// Where the first number that is not below one stands among the sorted.
int first_not_below(__global const int *index, __global const int *sorted, const int m,
                    const int number) {
  int low = 0;
  int high = m;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (index[sorted[middle]] < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// The sum of up to 1,024 parts, each made of so many occurrences but for the last one. A lane begins at
// -0, which changes no sum.
#define SUM_OF_PARTS(name, of, size)                                                       \
  float name(__global const float *x, const int inner, __global const int *sorted,         \
             const int count) {                                                            \
    float lanes[LANES];                                                                    \
    for (int lane = 0; lane < LANES; lane++) lanes[lane] = -0.0f;                          \
    for (int at = 0, part = 0; at < count; at += size, part++) {                           \
      lanes[part % LANES] += of(x, inner, sorted + at, min(size, count - at));             \
    }                                                                                      \
    for (int d = LANES / 2; d > 0; d /= 2) {                                               \
      for (int lane = 0; lane < d; lane++) lanes[lane] += lanes[lane + d];                 \
    }                                                                                      \
    return lanes[0];                                                                       \
  }

#define OCCURRENCE(x, inner, sorted, count) x[(sorted)[0] * inner]

SUM_OF_PARTS(sum_of_1024, OCCURRENCE, 1)
SUM_OF_PARTS(sum_of_1024_blocks, sum_of_1024, REDUCTION_BLOCK)
SUM_OF_PARTS(sum_of_more_blocks, sum_of_1024_blocks, REDUCTION_BLOCK * REDUCTION_BLOCK)

__kernel void index_add(__global const float *x, const int x0, __global const int *index,
                        const int index0, __global const int *sorted, __global float *y,
                        const int y0, const int size, const int m, const int inner, const int n) {
  const int e = (int)get_global_id(0);
  if (e >= n) return;
  const int number = e / inner % size;
  const int first = first_not_below(index + index0, sorted, m, number);
  const int count = first_not_below(index + index0, sorted, m, number + 1) - first;
  x += x0 + e / inner / size * m * inner + e % inner;
  sorted += first;
  float sum = 0.0f;
  if (count == 1) {
    sum = OCCURRENCE(x, inner, sorted, 1);
  } else if (count > REDUCTION_BLOCK * REDUCTION_BLOCK) {
    sum = sum_of_more_blocks(x, inner, sorted, count);
  } else if (count > REDUCTION_BLOCK) {
    sum = sum_of_1024_blocks(x, inner, sorted, count);
  } else if (count > 1) {
    sum = sum_of_1024(x, inner, sorted, count);
  }
  y[y0 + e] = sum;
}
