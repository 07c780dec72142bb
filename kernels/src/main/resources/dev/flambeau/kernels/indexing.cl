// Indexing: where the elements of a strided operand lie.     numerics.md: "Elementwise", "Reductions", "Contractions"
// Compiled after numerics.cl and before the families.
//
// A shape of up to 8 axes is an int8, outermost first, padded with ones in front; strides are an
// int8 beside it, 0 along an axis that is stretched.
//
// LANES and REDUCTION_BLOCK are the reduction rule's: lanes of a block, and values in one. LEAF is
// the contraction rule's: how many k are one chain.
//
// macro  meaning                                                              default  allowed
// RUN    elements that a work-item takes one after the other                  1        1 and more
//
// A GPU's lanes are its work-items, and neighbours are to take neighbours; a CPU's are its vectors,
// which its compiler makes of a loop: of work-items, each with its own guard, it rarely does.
//
// Entry points: none.

#ifndef RUN
#define RUN 1
#endif

// Goes through the elements of n that fall to a work-item, this one.
#define EACH_ELEMENT_OF(item, i, n) \
  for (int i = RUN * (item), i##_end = i + min(RUN, (n) - i); i < i##_end; i++)
#define EACH_ELEMENT(i, n) EACH_ELEMENT_OF((int)get_global_id(0), i, n)

// The same by blocks, each from its first element to before its last.
#define BLOCK 64
#define EACH_BLOCK(from, end, n)                                                            \
  for (int from = RUN * (int)get_global_id(0), from##_end = from + min(RUN, (n) - from),    \
           end = min(from + BLOCK, from##_end);                                             \
       from < from##_end; from = end, end = min(from + BLOCK, from##_end))

// Before a loop over branchless functions: two vectors of it at once. A function is one long chain, of
// which compilers start too few. It is a wish: where no vectors come of it, nobody is to be warned.
#if defined(__clang__) && VECTOR_WIDTH > 1
#pragma clang diagnostic ignored "-Wpass-failed"
#define BY_VECTORS _Pragma("clang loop vectorize_width(VECTOR_WIDTH) interleave_count(2)")
#else
#define BY_VECTORS
#endif

#define LANES 32
#define REDUCTION_BLOCK 1024
#define LEAF 1024

// Where element number i, in row-major order of sizes, lies. What is left of i after the innermost
// axes is mostly 0: divisions are dear, and few walks have more than two axes.
#define ALONG(axis)                                             \
  {                                                             \
    const uint outer = rest / (uint)sizes.axis;                 \
    at += (int)(rest - outer * (uint)sizes.axis) * strides.axis; \
    rest = outer;                                               \
    if (rest == 0) return at;                                   \
  }

int strided(int i, const int8 sizes, const int8 strides) {
  uint rest = (uint)i;
  int at = 0;
  ALONG(s7)
  ALONG(s6)
  ALONG(s5)
  ALONG(s4)
  ALONG(s3)
  ALONG(s2)
  ALONG(s1)
  return at + (int)rest * strides.s0;
}

// What 32 lanes make of up to 1,024 values, which lie a fixed step apart, or side by side in private
// memory. A lane begins at -0, which changes no sum, so that one without a value needs no thought.
#define ADD_LANES(step)                                                                \
  for (; i + LANES <= count; i += LANES) {                                             \
    for (int lane = 0; lane < LANES; lane++) lanes[lane] += values[(i + lane) * step]; \
  }
#define SUM_OF_BLOCK(name, space)                                       \
  float name(space const float *values, const int step, const int count) { \
    float lanes[LANES];                                                 \
    for (int lane = 0; lane < LANES; lane++) lanes[lane] = -0.0f;       \
    int i = 0;                                                          \
    if (step == 1) { /* said apart, so that it becomes vectors */       \
      ADD_LANES(1)                                                      \
    } else {                                                            \
      ADD_LANES(step)                                                   \
    }                                                                   \
    for (int lane = 0; i < count; lane++, i++) lanes[lane] += values[i * step]; \
    for (int d = LANES / 2; d > 0; d /= 2) {                            \
      for (int lane = 0; lane < d; lane++) lanes[lane] += lanes[lane + d]; \
    }                                                                   \
    return count == 0 ? 0.0f : lanes[0];                                \
  }

SUM_OF_BLOCK(sum_of_block, __global)
SUM_OF_BLOCK(sum_of_private_block, )

// The sum of a group's 32 lanes, for the first of them. A lane without a value is skipped; only the
// first lanes can have none above them.
float sum_of_lanes(__local float *lanes, const int lane, const float chain, const int count) {
  lanes[lane] = chain;
  for (int d = LANES / 2; d > 0; d /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane < d && lane + d < count) lanes[lane] = lanes[lane] + lanes[lane + d];
  }
  return lanes[lane];  // its own, since nobody waits for the first one's
}

// What lane 0 made, for every lane of a group.
float from_first_lane(__local float *lanes, const int lane, const float value) {
  barrier(CLK_LOCAL_MEM_FENCE);
  if (lane == 0) lanes[0] = value;
  barrier(CLK_LOCAL_MEM_FENCE);
  const float first = lanes[0];
  barrier(CLK_LOCAL_MEM_FENCE);
  return first;
}

// The sum of a row of n values, for every lane, of the sums of its blocks: up to 32.
float sum_of_sums(__local float *lanes, __local const float *sums, const int lane, const int n) {
  const int blocks = max(1, (n + REDUCTION_BLOCK - 1) / REDUCTION_BLOCK);
  if (blocks == 1) return from_first_lane(lanes, lane, sums[0]);
  const float own = lane < blocks ? sums[lane] : 0.0f;
  return from_first_lane(lanes, lane, sum_of_lanes(lanes, lane, own, blocks));
}

// Whether a value takes the place of the largest so far, which came before it.
bool is_larger(const float value, const float largest) {
  return value > largest || (value != value && largest == largest);
}

// The first largest value, or the first NaN, of all lanes', each with its place; none is -1.
float largest_of_lanes(__local float *lanes, __local int *places, const int lane,
                       const float largest, const int place) {
  lanes[lane] = largest;
  places[lane] = place;
  barrier(CLK_LOCAL_MEM_FENCE);
  float first = lanes[0];
  int first_place = places[0];
  for (int i = 1; i < LANES; i++) {
    const float other = lanes[i];
    const int at = places[i];
    const bool is_equal = other == first || (other != other && first != first);
    if (at >= 0 && (is_larger(other, first) || (is_equal && at < first_place))) {
      first = other;
      first_place = at;
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  return first;
}
