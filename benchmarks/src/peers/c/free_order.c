// Flambeau's own kernels with their order free, for the price of the contract. Built as libOpenCL.so,
// it stands before the system's libOpenCL.so.1, and has every program built with relaxed arithmetic
// and contraction, a * b + c for fma, and no leaves: a sum over k is one chain, or whatever the
// compiler makes of it. All else is as it was, parameters too. What is computed so is for --numerics
// fast, and must not be kept: give it a folder of its own as XDG_CACHE_HOME.
//
// The prototypes stand here, so that no development package is needed.

#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *handle;
typedef handle source_call(handle context, uint32_t count, const char **texts,
                           const size_t *lengths, int32_t *status);
typedef int32_t build_call(handle program, uint32_t count, const handle *devices,
                           const char *options, void (*done)(handle, void *), void *data);

// Of equal length, so that a text keeps its own.
static const char *const CHANGES[][2] = {
    {"FP_CONTRACT OFF", "FP_CONTRACT ON "},
    {"#define FMA(a, b, c) fma(a, b, c)", "#define FMA(a, b, c) (a * b + c) "},
    {"#define LEAF 1024", "#define LEAF 9999"},
};
static const char OPTIONS[] = " -cl-fast-relaxed-math -cl-mad-enable";

static void *find(const char *name) {
  void *library = dlopen("libOpenCL.so.1", RTLD_NOW);
  void *call = library ? dlsym(library, name) : NULL;
  if (!call) {
    fprintf(stderr, "free_order: libOpenCL.so.1 has no %s\n", name);
    exit(1);
  }
  return call;
}

static char *copy(const char *text, size_t length, size_t room) {
  char *result = malloc(length + room + 1);
  if (!result) {
    fprintf(stderr, "free_order: no memory\n");
    exit(1);
  }
  memcpy(result, text, length);
  result[length] = 0;
  return result;
}

handle clCreateProgramWithSource(handle context, uint32_t count, const char **texts,
                                 const size_t *lengths, int32_t *status) {
  source_call *create;
  *(void **)&create = find("clCreateProgramWithSource");
  if (count != 1) {
    fprintf(stderr, "free_order: one text a program, was given %u\n", count);
    exit(1);
  }
  char *text = copy(texts[0], lengths && lengths[0] ? lengths[0] : strlen(texts[0]), 0);
  for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
    char *at = strstr(text, CHANGES[i][0]);
    if (at) {
      memcpy(at, CHANGES[i][1], strlen(CHANGES[i][1]));
    }
  }
  const char *changed = text;
  handle program = create(context, 1, &changed, NULL, status);
  free(text);
  return program;
}

int32_t clBuildProgram(handle program, uint32_t count, const handle *devices, const char *options,
                       void (*done)(handle, void *), void *data) {
  build_call *build;
  *(void **)&build = find("clBuildProgram");
  char *all = copy(options ? options : "", options ? strlen(options) : 0, sizeof OPTIONS);
  strcat(all, OPTIONS);
  int32_t status = build(program, count, devices, all, done, data);
  free(all);
  return status;
}
