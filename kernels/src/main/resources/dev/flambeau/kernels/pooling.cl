// Pooling: windows over planes of three axes.    numerics.md: "Pooling"
// sizes: of a plane, outermost first; positions: of the window over it; kernel, stride, dilation,
// before: the window along each axis, of which the last number is not used. n: elements of the result,
// through all planes.
//
// pooling_max      y: the first largest element of each window, or the first NaN; places: its number in
//               the plane
// pooling_unpool   y: the sum of x over the windows that cover an element and have found it there
// pooling_take     y: the element of x at a place that a tap of its own window lies on; else +0
// pooling_fold     y: the sum of x over the windows that cover an element, x being unfolded
//
// Sums are chains from +0 in the order of the windows' positions.
//
// Entry points: pooling_max, pooling_unpool, pooling_take, pooling_fold.

#define WINDOW                                                                               \
  const int4 sizes, const int4 positions, const int4 kernel_size, const int4 stride,         \
      const int4 dilation, const int4 before, const int n

#define VOLUME(size) ((size).x * (size).y * (size).z)

// The first position whose window reaches an element, which has its padding before it.
int first_window(const int at, const int kernel_size, const int stride, const int dilation) {
  const int beyond = at - dilation * (kernel_size - 1);
  return beyond <= 0 ? 0 : (beyond + stride - 1) / stride;
}

// Goes through the windows that cover an element along an axis, and through the taps that lie on it.
#define COVERING(axis, o, k, at)                                                             \
  for (int o = first_window(at, kernel_size.axis, stride.axis, dilation.axis),               \
           k = (at) - o * stride.axis;                                                       \
       o <= min((at) / stride.axis, positions.axis - 1); o++, k -= stride.axis)              \
    if (k % dilation.axis == 0)

// Where an element of a result lies: its plane, and its place there with the padding before it.
#define PLACED(i)                                            \
  const int plane = (i) / VOLUME(sizes);                     \
  const int element = (i) - plane * VOLUME(sizes);           \
  const int at_z = element / (sizes.y * sizes.z) + before.x; \
  const int at_y = element / sizes.z % sizes.y + before.y;   \
  const int at_x = element % sizes.z + before.z;

__kernel void pooling_max(__global const float *x, const int x0, __global float *y, const int y0,
                       __global int *places, const int places0, WINDOW) {
  EACH_ELEMENT(i, n) {
    const int plane = i / VOLUME(positions);
    const int position = i - plane * VOLUME(positions);
    const int from_z = position / (positions.y * positions.z) * stride.x - before.x;
    const int from_y = position / positions.z % positions.y * stride.y - before.y;
    const int from_x = position % positions.z * stride.z - before.z;
    __global const float *values = x + x0 + plane * VOLUME(sizes);
    int best = -1;
    float largest = 0.0f;
    for (int k = 0; k < VOLUME(kernel_size); k++) {
      const int z = from_z + k / (kernel_size.y * kernel_size.z) * dilation.x;
      const int v = from_y + k / kernel_size.z % kernel_size.y * dilation.y;
      const int u = from_x + k % kernel_size.z * dilation.z;
      if (z < 0 || v < 0 || u < 0 || z >= sizes.x || v >= sizes.y || u >= sizes.z) continue;
      const int place = (z * sizes.y + v) * sizes.z + u;
      const float value = values[place];
      if (best < 0 || is_larger(value, largest)) {
        best = place;
        largest = value;
      }
    }
    y[y0 + i] = largest;
    places[places0 + i] = best;
  }
}

__kernel void pooling_unpool(__global const float *x, const int x0, __global const int *places,
                          const int places0, __global float *y, const int y0, WINDOW) {
  EACH_ELEMENT(i, n) {
    PLACED(i)
    float sum = 0.0f;
    COVERING(x, z, kz, at_z) COVERING(y, v, ky, at_y) COVERING(z, u, kx, at_x) {
      const int from = plane * VOLUME(positions) + (z * positions.y + v) * positions.z + u;
      if (places[places0 + from] == element) sum += x[x0 + from];
    }
    y[y0 + i] = sum;
  }
}

// Whether a tap lies on an element, which is so far behind the first one.
bool has_tap(const int behind, const int kernel_size, const int dilation) {
  return behind >= 0 && behind % dilation == 0 && behind / dilation < kernel_size;
}

__kernel void pooling_take(__global const float *x, const int x0, __global const int *places,
                        const int places0, __global float *y, const int y0, WINDOW) {
  EACH_ELEMENT(i, n) {
    const int plane = i / VOLUME(positions);
    const int position = i - plane * VOLUME(positions);
    const int from_z = position / (positions.y * positions.z) * stride.x - before.x;
    const int from_y = position / positions.z % positions.y * stride.y - before.y;
    const int from_x = position % positions.z * stride.z - before.z;
    const int place = places[places0 + i];
    const bool is_its_own =
        place >= 0 && place < VOLUME(sizes) &&
        has_tap(place / (sizes.y * sizes.z) - from_z, kernel_size.x, dilation.x) &&
        has_tap(place / sizes.z % sizes.y - from_y, kernel_size.y, dilation.y) &&
        has_tap(place % sizes.z - from_x, kernel_size.z, dilation.z);
    y[y0 + i] = is_its_own ? x[x0 + plane * VOLUME(sizes) + place] : 0.0f;
  }
}

__kernel void pooling_fold(__global const float *x, const int x0, __global float *y, const int y0,
                        const int is_reversed, WINDOW) {
  EACH_ELEMENT(i, n) {
    PLACED(i)
    const int taps = VOLUME(kernel_size);
    float sum = 0.0f;
    COVERING(x, z, kz, at_z) COVERING(y, v, ky, at_y) COVERING(z, u, kx, at_x) {
      const int tap = (kz / dilation.x * kernel_size.y + ky / dilation.y) * kernel_size.z +
                      kx / dilation.z;
      const int given = plane * taps + (is_reversed ? taps - 1 - tap : tap);
      const int position = (z * positions.y + v) * positions.z + u;
      sum += x[x0 + given * VOLUME(positions) + position];
    }
    y[y0 + i] = sum;
  }
}
