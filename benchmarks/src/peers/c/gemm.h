// What gemm.c asks of a library that multiplies matrices.

#ifndef GEMM_H
#define GEMM_H

// (m, k) times (k, n), row-major; a transposed operand lies as (k, m), or as (n, k).
typedef struct {
  int m, n, k, transpose_a, transpose_b;
  float *a, *b, *c;
} product;

// Where it computes, and with how many threads of the host's; 0 where that is not known.
const char *library_device(void);
int library_threads(void);

// Before the first product of these operands: they are taken to where they are multiplied.
void library_begin(const product *p);

// Begins, or does, one product.
void library_multiply(const product *p);

// Returns once all products are done.
void library_wait(void);

// After the last product.
void library_end(void);

#endif
