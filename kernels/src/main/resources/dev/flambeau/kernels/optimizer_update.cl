// Optimizer updates: one step for some parameters, in place.   numerics.md: "Optimizer state"
// Elements in runs: indexing.cl.
//
// Each parameter has a slot: how many elements it has, and where it, its state and its gradient
// begin. A slot without elements is free. The work-items of the first slot come first, then those of
// the second.
//
// Entry points: optimizer_update_sgd, optimizer_update_sgd_momentum, optimizer_update_adam.

#define SMALLEST_STATE 0x1p-100f

#define EACH_SLOT(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)

#define SLOT_TENSOR(name, s) __global float *name##s, const int name##0_##s,
#define SLOT_GRADIENT(s) __global const float *g##s, const int g0_##s,
#define SLOT_SIZE(s) const int n##s,

// Finds this work-item's slot, and its number in it: TAKE(s) takes slot s.
#define FIND_SLOT(TAKE)                              \
  int n = 0, item = 0, left = (int)get_global_id(0); \
  EACH_SLOT(TAKE)
#define COUNT_SLOT(s) \
  n = n##s;           \
  item = left;
#define LEAVE_SLOT(s) left -= (n##s + RUN - 1) / RUN;

float without_subnormals(float state) {
  return state < SMALLEST_STATE && -SMALLEST_STATE < state ? 0.0f : state;
}

float decayed(float weight_decay, float p, float g) {
  return weight_decay == 0.0f ? g : FMA(weight_decay, p, g);
}

#define SGD_SLOT(s) SLOT_SIZE(s) SLOT_TENSOR(p, s) SLOT_GRADIENT(s)
#define TAKE_SGD(s)    \
  if (left >= 0) {     \
    COUNT_SLOT(s)      \
    p = p##s + p0_##s; \
    g = g##s + g0_##s; \
  }                    \
  LEAVE_SLOT(s)

__kernel void optimizer_update_sgd(EACH_SLOT(SGD_SLOT) __global const float *scalars, const int s0,
                                   const float weight_decay) {
  const float rate = scalars[s0];
  __global float *p = p0;
  __global const float *g = g0;
  FIND_SLOT(TAKE_SGD)
  EACH_ELEMENT_OF(item, i, n) {
    const float old = p[i];
    p[i] = FMA(-rate, decayed(weight_decay, old, g[i]), old);
  }
}

#define MOMENTUM_SLOT(s) SLOT_SIZE(s) SLOT_TENSOR(p, s) SLOT_TENSOR(b, s) SLOT_GRADIENT(s)
#define TAKE_MOMENTUM(s) \
  if (left >= 0) {       \
    COUNT_SLOT(s)        \
    p = p##s + p0_##s;   \
    b = b##s + b0_##s;   \
    g = g##s + g0_##s;   \
  }                      \
  LEAVE_SLOT(s)

__kernel void optimizer_update_sgd_momentum(EACH_SLOT(MOMENTUM_SLOT) __global const float *scalars,
                                            const int s0, const float momentum,
                                            const float weight_decay) {
  const float rate = scalars[s0];
  __global float *p = p0, *b = b0;
  __global const float *g = g0;
  FIND_SLOT(TAKE_MOMENTUM)
  EACH_ELEMENT_OF(item, i, n) {
    const float old = p[i];
    const float gradient = decayed(weight_decay, old, g[i]);
    const float buffer = without_subnormals(FMA(momentum, b[i], gradient));
    b[i] = buffer;
    p[i] = FMA(-rate, buffer, old);
  }
}

#define ADAM_SLOT(s) \
  SLOT_SIZE(s) SLOT_TENSOR(p, s) SLOT_TENSOR(m, s) SLOT_TENSOR(v, s) SLOT_GRADIENT(s)
#define TAKE_ADAM(s)   \
  if (left >= 0) {     \
    COUNT_SLOT(s)      \
    p = p##s + p0_##s; \
    m = m##s + m0_##s; \
    v = v##s + v0_##s; \
    g = g##s + g0_##s; \
  }                    \
  LEAVE_SLOT(s)

// scalars: the step size, and the correction of the second moment. beta1_rest is 1 - beta1.
__kernel void optimizer_update_adam(EACH_SLOT(ADAM_SLOT) __global const float *scalars,
                                    const int s0, const float beta1, const float beta1_rest,
                                    const float beta2, const float beta2_rest,
                                    const float epsilon, const float weight_decay) {
  const float rate = scalars[s0], correction = scalars[s0 + 1];
  __global float *p = p0, *m = m0, *v = v0;
  __global const float *g = g0;
  FIND_SLOT(TAKE_ADAM)
  EACH_ELEMENT_OF(item, i, n) {
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
