// Probe: what a device's arithmetic gives.                   numerics.md: "Devices"
// a, b, c: n values each; y: (n, 7), the results of each triple.   One work-item per triple.
//
// probe_rounds: one work-item goes round a loop n times, from one number to the next of a generator
// whose numbers the host knows. Mesa's llvmpipe stops all loops of a work-item together after 65,535
// rounds, and says nothing.
//
// The host knows every result; a device that gives others does not keep the contract. The sixth is
// a product and a sum with two roundings: a compiler that contracts gives the fifth instead. The last
// are comparisons, which take a subnormal for 0 where operands are flushed. Compiled after numerics.cl
// alone, before anything else is trusted.
//
// Entry points: probe_arithmetic, probe_rounds.

__kernel void probe_arithmetic(__global const float *a, const int a0, __global const float *b,
                               const int b0, __global const float *c, const int c0,
                               __global float *y, const int y0, const int n) {
  const int i = (int)get_global_id(0);
  if (i < n) {
    const float u = a[a0 + i], v = b[b0 + i], w = c[c0 + i];
    __global float *results = y + y0 + 7 * i;
    results[0] = u + v;
    results[1] = u * v;
    results[2] = u / v;
    results[3] = sqrt(u);
    results[4] = FMA(u, v, w);
    results[5] = u * v + w;
    results[6] = (u < v ? 1.0f : 0.0f) + (u == 0.0f ? 2.0f : 0.0f);
  }
}

__kernel void probe_rounds(const uint n, __global uint *y, const int y0) {
  uint state = 0;
  for (uint i = 0; i < n; i++) state = state * 1664525u + 1013904223u;  // Numerical Recipes
  y[y0] = state;
}
