// flambeau bench gemm --json, by another library:  gemm SIZES nn|nt|tn|tt WARM-UP SECONDS RUNS
//
// RUNS are those between two waits; 0 for as many as a millisecond holds.

#define _POSIX_C_SOURCE 200809L
#include "gemm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_GROUPS = 1000000 };
static const double SHORTEST_GROUP = 1e-3;
static const int FEWEST_GROUPS = 3;

static void refuse(const char *what, const char *given) {
  fprintf(stderr, "gemm: %s, was given '%s'\n", what, given);
  exit(2);
}

static float *random_floats(size_t count) {
  float *values = malloc(count * sizeof(float));
  if (!values) {
    fprintf(stderr, "gemm: no memory for %zu floats\n", count);
    exit(1);
  }
  unsigned state = 1;
  for (size_t i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    values[i] = (float)(state >> 8) * 0x1p-23f - 1;
  }
  return values;
}

// Seconds of so many runs.
static double group(const product *p, long runs) {
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (long run = 0; run < runs; run++) {
    library_multiply(p);
  }
  library_wait();
  clock_gettime(CLOCK_MONOTONIC, &end);
  return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// As dev.flambeau.benchmarks.command.timing.Groups does it.
static void report(const product *p, double warm_up, double measured, long fixed) {
  static double seconds[MOST_GROUPS];
  long runs = fixed ? fixed : 1;
  for (double total = 0;;) {
    double taken = group(p, runs);
    total += taken;
    if (!fixed && taken < SHORTEST_GROUP) {
      runs *= 2;
    } else if (total >= warm_up) {
      break;
    }
  }
  int groups = 0;
  for (double total = 0; groups < MOST_GROUPS && (total < measured || groups < FEWEST_GROUPS);) {
    double taken = group(p, runs);
    total += taken;
    seconds[groups++] = taken / (double)runs;
  }
  qsort(seconds, (size_t)groups, sizeof(double), ascending);
  double median = (seconds[(groups - 1) / 2] + seconds[groups / 2]) / 2;
  double flops = 2.0 * p->m * p->n * p->k;
  printf("{\"m\":%d,\"n\":%d,\"k\":%d,\"gflopsBest\":%.6f,\"gflopsMedian\":%.6f}", p->m, p->n, p->k,
         flops / seconds[0] * 1e-9, flops / median * 1e-9);
}

static void size(const char *text, product *p) {
  char rest;
  if (sscanf(text, "%dx%dx%d%c", &p->m, &p->n, &p->k, &rest) == 3) {
    // as it says
  } else if (sscanf(text, "%d%c", &p->m, &rest) == 1) {
    p->n = p->k = p->m;
  } else {
    refuse("a number for a square, or MxNxK", text);
  }
  if (p->m < 1 || p->n < 1 || p->k < 1) {
    refuse("sizes from 1 on", text);
  }
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: gemm SIZES nn|nt|tn|tt WARM-UP SECONDS RUNS\n");
    return 2;
  }
  if (strlen(arguments[2]) != 2 || strspn(arguments[2], "nt") != 2) {
    refuse("one of nn, nt, tn, tt", arguments[2]);
  }
  product p = {.transpose_a = arguments[2][0] == 't', .transpose_b = arguments[2][1] == 't'};
  printf("{\"device\":\"%s\",\"threads\":%d,\"sizes\":[", library_device(), library_threads());
  const char *comma = "";
  for (char *text = strtok(arguments[1], ","); text; text = strtok(NULL, ",")) {
    size(text, &p);
    p.a = random_floats((size_t)p.m * (size_t)p.k);
    p.b = random_floats((size_t)p.k * (size_t)p.n);
    p.c = random_floats((size_t)p.m * (size_t)p.n);
    library_begin(&p);
    printf("%s", comma);
    report(&p, atof(arguments[3]), atof(arguments[4]), atol(arguments[5]));
    comma = ",";
    library_end();
    free(p.a);
    free(p.b);
    free(p.c);
  }
  printf("]}\n");
  return 0;
}
