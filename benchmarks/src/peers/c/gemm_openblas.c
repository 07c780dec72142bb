// Products by OpenBLAS. Its threads are the caller's: OMP_NUM_THREADS and OPENBLAS_NUM_THREADS, both.
// Which OpenBLAS it is, LD_LIBRARY_PATH says. The prototypes stand here, so that no development
// package is needed.

#include "gemm.h"

enum { ROW_MAJOR = 101, AS_IT_IS = 111, TRANSPOSED = 112 };

void cblas_sgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                 const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
int openblas_get_num_threads(void);

const char *library_device(void) { return "cpu"; }

int library_threads(void) { return openblas_get_num_threads(); }

void library_begin(const product *p) { (void)p; }

void library_multiply(const product *p) {
  cblas_sgemm(ROW_MAJOR, p->transpose_a ? TRANSPOSED : AS_IT_IS,
              p->transpose_b ? TRANSPOSED : AS_IT_IS, p->m, p->n, p->k, 1, p->a,
              p->transpose_a ? p->m : p->k, p->b, p->transpose_b ? p->k : p->n, 0, p->c, p->n);
}

void library_wait(void) {}

void library_end(void) {}
