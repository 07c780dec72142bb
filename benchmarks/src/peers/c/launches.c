// What flambeau bench launch enqueues, enqueued again from C. Built as libOpenCL.so, it stands before
// the system's libOpenCL.so.1, passes every call on, and keeps those of the latest step: what was
// enqueued between two waits. A wait for nothing is its turn: then it enqueues the same once more,
// waits, and times it; but not after a step that set arguments of a kernel between two launches of
// it, since the first ones are lost. When the step's kernels are released it writes a line of JSON to
// the file LAUNCHES_OUT: what a step consists of, and the times of its last LAUNCHES_ROUNDS turns.
// Between are the times from one launch's return to the next one's call, a launch's mean over a step:
// in the caller's steps what a launch costs it beside the driver, with nothing else that a step does.
//
// For one thread, and for the calls that Flambeau makes. The prototypes stand here, so that no
// development package is needed.

#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef void *handle;
typedef int32_t cl_int;
typedef uint32_t cl_uint;

enum { MOST_COMMANDS = 1024, MOST_TURNS = 1000000 };

typedef cl_int launch_call(handle queue, handle kernel, cl_uint axes, const size_t *offset,
                           const size_t *global, const size_t *local, cl_uint waits,
                           const handle *list, handle *event);
typedef cl_int copy_call(handle queue, handle source, handle target, size_t from, size_t to,
                         size_t bytes, cl_uint waits, const handle *list, handle *event);
typedef cl_int write_call(handle queue, handle target, cl_uint blocking, size_t to, size_t bytes,
                          const void *source, cl_uint waits, const handle *list, handle *event);
typedef cl_int argument_call(handle kernel, cl_uint index, size_t bytes, const void *value);
typedef cl_int finish_call(handle queue);
typedef cl_int release_call(handle object);

static struct {
  launch_call *launch;
  copy_call *copy;
  write_call *write;
  argument_call *set_argument;
  finish_call *finish;
  release_call *release_kernel, *release_memory;
} driver;

typedef struct {
  enum { LAUNCH, COPY, WRITE } kind;
  handle queue, first, second;  // the kernel; source and target; target
  cl_uint axes, blocking;
  size_t global[3], local[3], from, to, bytes;
  const void *source;
} command;

typedef struct {
  double returned, sum;  // when the latest launch did; what lay between launches that follow another
  int pairs;
} between;

typedef struct {
  int count, launches, copies, writes, arguments;
  int lost;  // arguments of earlier launches that later ones have replaced
  between between;
  command commands[MOST_COMMANDS];
} step;

static step steps[2];
static step *now = &steps[0], *latest = &steps[1];
static double elapsed[MOST_TURNS], busy[MOST_TURNS], ours[MOST_TURNS], callers[MOST_TURNS];
static int turns;

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *find(void *library, const char *name) {
  void *call = dlsym(library, name);
  if (!call) {
    fprintf(stderr, "launches: libOpenCL.so.1 has no %s\n", name);
    exit(1);
  }
  return call;
}

__attribute__((constructor)) static void begin(void) {
  void *library = dlopen("libOpenCL.so.1", RTLD_NOW);
  if (!library) {
    fprintf(stderr, "launches: %s\n", dlerror());
    exit(1);
  }
  *(void **)&driver.launch = find(library, "clEnqueueNDRangeKernel");
  *(void **)&driver.copy = find(library, "clEnqueueCopyBuffer");
  *(void **)&driver.write = find(library, "clEnqueueWriteBuffer");
  *(void **)&driver.set_argument = find(library, "clSetKernelArg");
  *(void **)&driver.finish = find(library, "clFinish");
  *(void **)&driver.release_kernel = find(library, "clReleaseKernel");
  *(void **)&driver.release_memory = find(library, "clReleaseMemObject");
}

// The next command of the step.
static command *next(void) {
  if (now->count == MOST_COMMANDS) {
    fprintf(stderr, "launches: more than %d commands between two waits\n", MOST_COMMANDS);
    exit(1);
  }
  return &now->commands[now->count++];
}

// Before a launch, and behind one or behind another command.
static void called(between *b) {
  if (b->returned > 0) {
    b->sum += seconds(CLOCK_MONOTONIC) - b->returned;
    b->pairs++;
  }
}

static void returned(between *b, int from_launch) {
  b->returned = from_launch ? seconds(CLOCK_MONOTONIC) : 0;
}

static double mean(const between *b) { return b->pairs > 0 ? b->sum / b->pairs : 0; }

cl_int clEnqueueNDRangeKernel(handle queue, handle kernel, cl_uint axes, const size_t *offset,
                              const size_t *global, const size_t *local, cl_uint waits,
                              const handle *list, handle *event) {
  called(&now->between);
  command *kept = next();
  *kept = (command){.kind = LAUNCH, .queue = queue, .first = kernel, .axes = axes};
  memcpy(kept->global, global, axes * sizeof(size_t));
  memcpy(kept->local, local, axes * sizeof(size_t));
  now->launches++;
  cl_int status = driver.launch(queue, kernel, axes, offset, global, local, waits, list, event);
  returned(&now->between, 1);
  return status;
}

cl_int clEnqueueCopyBuffer(handle queue, handle source, handle target, size_t from, size_t to,
                           size_t bytes, cl_uint waits, const handle *list, handle *event) {
  *next() = (command){.kind = COPY, .queue = queue, .first = source, .second = target,
                      .from = from, .to = to, .bytes = bytes};
  now->copies++;
  returned(&now->between, 0);
  return driver.copy(queue, source, target, from, to, bytes, waits, list, event);
}

cl_int clEnqueueWriteBuffer(handle queue, handle target, cl_uint blocking, size_t to, size_t bytes,
                            const void *source, cl_uint waits, const handle *list, handle *event) {
  *next() = (command){.kind = WRITE, .queue = queue, .first = target, .blocking = blocking,
                      .to = to, .bytes = bytes, .source = source};
  now->writes++;
  returned(&now->between, 0);
  return driver.write(queue, target, blocking, to, bytes, source, waits, list, event);
}

cl_int clSetKernelArg(handle kernel, cl_uint index, size_t bytes, const void *value) {
  now->arguments++;
  for (int i = 0; i < now->count; i++) {
    now->lost += now->commands[i].kind == LAUNCH && now->commands[i].first == kernel;
  }
  return driver.set_argument(kernel, index, bytes, value);
}

static cl_int repeat(const command *c) {
  switch (c->kind) {
    case LAUNCH:
      return driver.launch(c->queue, c->first, c->axes, NULL, c->global, c->local, 0, NULL, NULL);
    case COPY:
      return driver.copy(c->queue, c->first, c->second, c->from, c->to, c->bytes, 0, NULL, NULL);
    default:
      return driver.write(c->queue, c->first, c->blocking, c->to, c->bytes, c->source, 0, NULL,
                          NULL);
  }
}

static cl_int turn(handle queue) {
  double worked = seconds(CLOCK_THREAD_CPUTIME_ID);
  double start = seconds(CLOCK_MONOTONIC);
  cl_int status = 0;
  between b = {0};
  for (int i = 0; i < latest->count && !status; i++) {
    int is_launch = latest->commands[i].kind == LAUNCH;
    if (is_launch) {
      called(&b);
    }
    status = repeat(&latest->commands[i]);
    returned(&b, is_launch);
  }
  status = status ? status : driver.finish(queue);
  if (turns < MOST_TURNS) {
    elapsed[turns] = seconds(CLOCK_MONOTONIC) - start;
    busy[turns] = seconds(CLOCK_THREAD_CPUTIME_ID) - worked;
    ours[turns] = mean(&b);
    callers[turns] = mean(&latest->between);
    turns++;
  }
  return status;
}

cl_int clFinish(handle queue) {
  if (now->count == 0 && latest->count > 0 && latest->lost == 0) {
    return turn(queue);
  }
  if (now->count > 0) {
    step *done = now;
    now = latest;
    latest = done;
  }
  memset(now, 0, offsetof(step, commands));
  return driver.finish(queue);
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// The best and the median of the last turns, in microseconds.
static void times(FILE *out, const char *best, const char *median, double *all, int last) {
  double *from = all + turns - last;
  qsort(from, (size_t)last, sizeof(double), ascending);
  fprintf(out, ",\"%s\":%.3f,\"%s\":%.3f", best, from[0] * 1e6, median,
          (from[(last - 1) / 2] + from[last / 2]) / 2 * 1e6);
}

static void report(void) {
  const char *file = getenv("LAUNCHES_OUT"), *rounds = getenv("LAUNCHES_ROUNDS");
  FILE *out = file ? fopen(file, "w") : NULL;
  if (!out) {
    fprintf(stderr, "launches: cannot write to LAUNCHES_OUT, '%s'\n", file ? file : "");
    return;
  }
  int last = rounds && atoi(rounds) > 0 && atoi(rounds) < turns ? atoi(rounds) : turns;
  fprintf(out, "{\"rounds\":%d,\"kernels\":%d,\"copies\":%d,\"writes\":%d,\"argumentsSet\":%d",
          last, latest->launches, latest->copies, latest->writes, latest->arguments);
  times(out, "bestUs", "medianUs", elapsed, last);
  times(out, "hostBestUs", "hostMedianUs", busy, last);
  times(out, "betweenBestUs", "betweenMedianUs", ours, last);
  times(out, "callersBetweenBestUs", "callersBetweenMedianUs", callers, last);
  fprintf(out, "}\n");
  fclose(out);
}

// A step is over for good when what it consists of goes.
static void end(void) {
  if (turns > 0) {
    report();
  }
  turns = now->count = latest->count = 0;
}

cl_int clReleaseKernel(handle kernel) {
  end();
  return driver.release_kernel(kernel);
}

cl_int clReleaseMemObject(handle memory) {
  end();
  return driver.release_memory(memory);
}
