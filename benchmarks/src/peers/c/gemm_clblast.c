// Products by CLBlast, on the OpenCL device that GEMM_DEVICE names as Flambeau does: opencl,
// opencl:1 or opencl:TEXT, part of a platform's or a device's names. PoCL's threads are the caller's:
// POCL_MAX_PTHREAD_COUNT.

#define _GNU_SOURCE
#define CL_TARGET_OPENCL_VERSION 120
#include "gemm.h"

#include <CL/cl.h>
#include <clblast_c.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16, NAME = 256 };

static cl_context context;
static cl_command_queue queue;
static cl_mem a, b, c;
static char name[NAME];

static void check(long status, const char *what) {
  if (status) {
    fprintf(stderr, "clblast: %s: %ld\n", what, status);
    exit(1);
  }
}

// Whether this is the device: `wanted` is what stands behind the colon, `number` its place.
static int is_it(const char *wanted, int number, cl_platform_id platform) {
  char text[3 * NAME], *end;
  long place = strtol(wanted, &end, 10);
  if (!*wanted || (isdigit((unsigned char)*wanted) && !*end)) {
    return number == place;
  }
  char names[2][NAME] = {"", ""};
  clGetPlatformInfo(platform, CL_PLATFORM_NAME, NAME, names[0], NULL);
  clGetPlatformInfo(platform, CL_PLATFORM_VERSION, NAME, names[1], NULL);
  snprintf(text, sizeof text, "%s %s %s", names[0], names[1], name);
  return strcasestr(text, wanted) != NULL;
}

static void open_device(void) {
  const char *given = getenv("GEMM_DEVICE");
  const char *colon = given ? strchr(given, ':') : NULL;
  const char *wanted = colon ? colon + 1 : "";
  cl_platform_id platforms[MOST];
  cl_uint platform_count = 0;
  int number = 0;
  clGetPlatformIDs(MOST, platforms, &platform_count);
  for (cl_uint i = 0; i < platform_count && i < MOST; i++) {
    cl_device_id devices[MOST];
    cl_uint count = 0;
    clGetDeviceIDs(platforms[i], CL_DEVICE_TYPE_ALL, MOST, devices, &count);
    for (cl_uint j = 0; j < count && j < MOST; j++, number++) {
      clGetDeviceInfo(devices[j], CL_DEVICE_NAME, NAME, name, NULL);
      if (is_it(wanted, number, platforms[i])) {
        cl_int status;
        context = clCreateContext(NULL, 1, &devices[j], NULL, NULL, &status);
        check(status, "clCreateContext");
        queue = clCreateCommandQueue(context, devices[j], 0, &status);
        check(status, "clCreateCommandQueue");
        return;
      }
    }
  }
  fprintf(stderr, "clblast: no device for GEMM_DEVICE '%s'\n", given ? given : "");
  exit(2);
}

const char *library_device(void) {
  if (!context) {
    open_device();
  }
  return name;
}

int library_threads(void) { return 0; }

static cl_mem upload(const float *values, int rows, int columns) {
  cl_int status;
  size_t bytes = (size_t)rows * (size_t)columns * sizeof(float);
  cl_mem memory = clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, NULL, &status);
  check(status, "clCreateBuffer");
  check(clEnqueueWriteBuffer(queue, memory, CL_TRUE, 0, bytes, values, 0, NULL, NULL), "write");
  return memory;
}

void library_begin(const product *p) {
  a = upload(p->a, p->m, p->k);
  b = upload(p->b, p->k, p->n);
  c = upload(p->c, p->m, p->n);
}

void library_multiply(const product *p) {
  size_t m = (size_t)p->m, n = (size_t)p->n, k = (size_t)p->k;
  check(CLBlastSgemm(CLBlastLayoutRowMajor,
                     p->transpose_a ? CLBlastTransposeYes : CLBlastTransposeNo,
                     p->transpose_b ? CLBlastTransposeYes : CLBlastTransposeNo, m, n, k, 1, a, 0,
                     p->transpose_a ? m : k, b, 0, p->transpose_b ? k : n, 0, c, 0, n, &queue, NULL),
        "CLBlastSgemm");
}

void library_wait(void) { check(clFinish(queue), "clFinish"); }

void library_end(void) {
  clReleaseMemObject(a);
  clReleaseMemObject(b);
  clReleaseMemObject(c);
}
