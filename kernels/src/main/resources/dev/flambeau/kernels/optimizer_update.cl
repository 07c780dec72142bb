// Optimizer updates: one step for one parameter, in place.     numerics.md: "Optimizer state"
// p, its state and g: n elements from their offsets on.        Elements in runs: indexing.cl.
//
// Entry points: optimizer_update_sgd, optimizer_update_sgd_momentum, optimizer_update_adam.

#define SMALLEST_STATE 0x1p-100f

float without_subnormals(float state) {
  return state < SMALLEST_STATE && -SMALLEST_STATE < state ? 0.0f : state;
}

float decayed(float weight_decay, float p, float g) {
  return weight_decay == 0.0f ? g : FMA(weight_decay, p, g);
}

__kernel void optimizer_update_sgd(__global float *p, const int p0, __global const float *g,
                                   const int g0, __global const float *scalars, const int s0,
                                   const float weight_decay, const int n) {
  const float rate = scalars[s0];
  p += p0;
  g += g0;
  EACH_ELEMENT(i, n) {
    const float old = p[i];
    p[i] = FMA(-rate, decayed(weight_decay, old, g[i]), old);
  }
}

__kernel void optimizer_update_sgd_momentum(__global float *p, const int p0, __global float *b,
                                            const int b0, __global const float *g, const int g0,
                                            __global const float *scalars, const int s0,
                                            const float momentum, const float weight_decay,
                                            const int n) {
  const float rate = scalars[s0];
  p += p0;
  b += b0;
  g += g0;
  EACH_ELEMENT(i, n) {
    const float old = p[i];
    const float gradient = decayed(weight_decay, old, g[i]);
    const float buffer = without_subnormals(FMA(momentum, b[i], gradient));
    b[i] = buffer;
    p[i] = FMA(-rate, buffer, old);
  }
}

// scalars: the step size, and the correction of the second moment. beta1_rest is 1 - beta1.
__kernel void optimizer_update_adam(__global float *p, const int p0, __global float *m,
                                    const int m0, __global float *v, const int v0,
                                    __global const float *g, const int g0,
                                    __global const float *scalars, const int s0,
                                    const float beta1, const float beta1_rest,
                                    const float beta2, const float beta2_rest,
                                    const float epsilon, const float weight_decay, const int n) {
  const float rate = scalars[s0], correction = scalars[s0 + 1];
  p += p0;
  m += m0;
  v += v0;
  g += g0;
  EACH_ELEMENT(i, n) {
    const float old = p[i];
    const float gradient = decayed(weight_decay, old, g[i]);
    const float first = without_subnormals(FMA(beta1, m[i], beta1_rest * gradient));
    const float square = gradient * gradient;
    const float second = without_subnormals(FMA(beta2, v[i], beta2_rest * square));
    m[i] = first;
    v[i] = second;
    const float denominator = sqrt(second) / correction + epsilon;
    p[i] = FMA(-rate, first / denominator, old);
  }
}
