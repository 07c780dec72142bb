// An OpenCL layer that fails calls on purpose, and counts what is open.
//
// It lies between the loader and every driver: OPENCL_LAYERS names it, and the loader hands it the
// table of a driver's entry points (Khronos OpenCL-Layers, CL/cl_layer.h). The test and the layer
// map one file, named by FLAMBEAU_FAULTS; its words are those of FaultLayer.java.
//
// A call is counted by its kind. The one that the test has chosen, or so many from it on, is not
// passed on and returns the test's error. A launch can also be LOST: it is swallowed, and from the next call that waits on
// the device is gone, as GPUs' drivers report a fault: every call that enqueues or waits fails,
// until the test clears the word.
//
// No OpenCL header is needed: handles are addresses, and entry points are known by their places in
// cl_icd_dispatch, which never change.
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int32_t cl_int;
typedef uint32_t cl_uint;
typedef uint64_t cl_bitfield;

enum word {
  ARMED_KIND, ARMED_CALL, ARMED_ERROR, ARMED_TIMES, FIRED, DEVICE_ERROR, HIDDEN_ERROR,
  CALLS = 16, OPEN = 48, WORDS = 64
};

// In the order of FaultLayer.Call.
enum call {
  CREATE_CONTEXT, CREATE_QUEUE, CREATE_BUFFER, CREATE_PROGRAM, BUILD_PROGRAM, CREATE_KERNEL,
  SET_ARGUMENT, KERNEL_INFO, ENQUEUE_KERNEL, ENQUEUE_READ, ENQUEUE_WRITE, ENQUEUE_COPY,
  ENQUEUE_MARKER, WAIT, EVENT_INFO, FLUSH, FINISH, LOSE_KERNEL
};

// In the order of FaultLayer.Kind.
enum kind { CONTEXT, QUEUE, BUFFER, PROGRAM, KERNEL, EVENT };

enum { NONE = -1 };

static volatile cl_int *words;
static void *driver[512];
static void *ours[512];

// Counts a call, and gives the error that it is to fail with, or 0.
static cl_int fails(enum call call) {
  __atomic_add_fetch(&words[CALLS + call], 1, __ATOMIC_SEQ_CST);
  if (words[ARMED_KIND] != (cl_int)call) {
    return 0;
  }
  cl_int left = __atomic_sub_fetch(&words[ARMED_CALL], 1, __ATOMIC_SEQ_CST);
  if (left > 0 || left <= -words[ARMED_TIMES]) {
    return 0;
  }
  __atomic_add_fetch(&words[FIRED], 1, __ATOMIC_SEQ_CST);
  return words[ARMED_ERROR];
}

// The same for a call that enqueues or waits, which a lost device fails too.
static cl_int fails_on_device(enum call call) {
  cl_int error = fails(call);
  return error ? error : words[DEVICE_ERROR];
}

static void opened(enum kind kind) { __atomic_add_fetch(&words[OPEN + kind], 1, __ATOMIC_SEQ_CST); }

static void released(enum kind kind) { __atomic_sub_fetch(&words[OPEN + kind], 1, __ATOMIC_SEQ_CST); }

static void *created(void *object, enum kind kind) {
  if (object) {
    opened(kind);
  }
  return object;
}

static void *refused(cl_int error, cl_int *status) {
  if (status) {
    *status = error;
  }
  return NULL;
}

static cl_int with_event(cl_int status, void **event) {
  if (status == 0 && event) {
    opened(EVENT);
  }
  return status;
}

// ---- what makes objects ----

typedef void *create_context_f(const intptr_t *, cl_uint, void *const *, void *, void *, cl_int *);
static void *create_context(const intptr_t *properties, cl_uint count, void *const *devices,
                            void *notify, void *data, cl_int *status) {
  cl_int error = fails(CREATE_CONTEXT);
  if (error) {
    return refused(error, status);
  }
  create_context_f *next = driver[4];
  return created(next(properties, count, devices, notify, data, status), CONTEXT);
}

typedef void *create_queue_f(void *, void *, cl_bitfield, cl_int *);
static void *create_queue(void *context, void *device, cl_bitfield properties, cl_int *status) {
  cl_int error = fails(CREATE_QUEUE);
  if (error) {
    return refused(error, status);
  }
  create_queue_f *next = driver[9];
  return created(next(context, device, properties, status), QUEUE);
}

typedef void *create_buffer_f(void *, cl_bitfield, size_t, void *, cl_int *);
static void *create_buffer(void *context, cl_bitfield flags, size_t bytes, void *host,
                           cl_int *status) {
  cl_int error = fails(CREATE_BUFFER);
  if (error) {
    return refused(error, status);
  }
  create_buffer_f *next = driver[14];
  return created(next(context, flags, bytes, host, status), BUFFER);
}

typedef void *create_program_f(void *, cl_uint, const char **, const size_t *, cl_int *);
static void *create_program(void *context, cl_uint count, const char **texts, const size_t *lengths,
                            cl_int *status) {
  cl_int error = fails(CREATE_PROGRAM);
  if (error) {
    return refused(error, status);
  }
  create_program_f *next = driver[26];
  return created(next(context, count, texts, lengths, status), PROGRAM);
}

typedef void *create_binary_f(void *, cl_uint, void *const *, const size_t *,
                              const unsigned char **, cl_int *, cl_int *);
static void *create_binary(void *context, cl_uint count, void *const *devices,
                           const size_t *lengths, const unsigned char **binaries, cl_int *loaded,
                           cl_int *status) {
  cl_int error = fails(CREATE_PROGRAM);
  if (error) {
    return refused(error, status);
  }
  create_binary_f *next = driver[27];
  return created(next(context, count, devices, lengths, binaries, loaded, status), PROGRAM);
}

typedef void *create_kernel_f(void *, const char *, cl_int *);
static void *create_kernel(void *program, const char *name, cl_int *status) {
  cl_int error = fails(CREATE_KERNEL);
  if (error) {
    return refused(error, status);
  }
  create_kernel_f *next = driver[34];
  return created(next(program, name, status), KERNEL);
}

// ---- what releases them ----

typedef cl_int release_f(void *);
#define RELEASE(name, place, kind)     \
  static cl_int name(void *object) {   \
    release_f *next = driver[place];   \
    cl_int status = next(object);      \
    if (status == 0) {                 \
      released(kind);                  \
    }                                  \
    return status;                     \
  }
RELEASE(release_context, 7, CONTEXT)
RELEASE(release_queue, 11, QUEUE)
RELEASE(release_memory, 18, BUFFER)
RELEASE(release_program, 29, PROGRAM)
RELEASE(release_kernel, 37, KERNEL)
RELEASE(release_event, 44, EVENT)

// ---- programs and kernels ----

typedef cl_int build_program_f(void *, cl_uint, void *const *, const char *, void *, void *);
static cl_int build_program(void *program, cl_uint count, void *const *devices, const char *options,
                            void *notify, void *data) {
  cl_int error = fails(BUILD_PROGRAM);
  build_program_f *next = driver[30];
  return error ? error : next(program, count, devices, options, notify, data);
}

typedef cl_int set_argument_f(void *, cl_uint, size_t, const void *);
static cl_int set_argument(void *kernel, cl_uint index, size_t bytes, const void *value) {
  cl_int error = fails(SET_ARGUMENT);
  set_argument_f *next = driver[38];
  return error ? error : next(kernel, index, bytes, value);
}

typedef cl_int kernel_info_f(void *, void *, cl_uint, size_t, void *, size_t *);
static cl_int kernel_info(void *kernel, void *device, cl_uint what, size_t bytes, void *value,
                          size_t *needed) {
  cl_int error = fails(KERNEL_INFO);
  kernel_info_f *next = driver[40];
  return error ? error : next(kernel, device, what, bytes, value, needed);
}

// ---- what enqueues ----

typedef cl_int enqueue_kernel_f(void *, void *, cl_uint, const size_t *, const size_t *,
                                const size_t *, cl_uint, void *const *, void **);
static cl_int enqueue_kernel(void *queue, void *kernel, cl_uint axes, const size_t *offset,
                             const size_t *global, const size_t *local, cl_uint count,
                             void *const *list, void **event) {
  cl_int error = fails_on_device(ENQUEUE_KERNEL);
  if (error) {
    return error;
  }
  cl_int lost = fails(LOSE_KERNEL);
  if (lost) {
    words[HIDDEN_ERROR] = lost; // told by the next call that waits
    return 0;
  }
  enqueue_kernel_f *next = driver[59];
  return with_event(next(queue, kernel, axes, offset, global, local, count, list, event), event);
}

typedef cl_int enqueue_copy_f(void *, void *, void *, size_t, size_t, size_t, cl_uint,
                              void *const *, void **);
static cl_int enqueue_copy(void *queue, void *source, void *target, size_t from, size_t to,
                           size_t bytes, cl_uint count, void *const *list, void **event) {
  cl_int error = fails_on_device(ENQUEUE_COPY);
  if (error) {
    return error;
  }
  enqueue_copy_f *next = driver[50];
  return with_event(next(queue, source, target, from, to, bytes, count, list, event), event);
}

typedef cl_int enqueue_marker_f(void *, cl_uint, void *const *, void **);
static cl_int enqueue_marker(void *queue, cl_uint count, void *const *list, void **event) {
  cl_int error = fails_on_device(ENQUEUE_MARKER);
  if (error) {
    return error;
  }
  enqueue_marker_f *next = driver[105];
  return with_event(next(queue, count, list, event), event);
}

// ---- what waits ----

// A launch that was lost shows: from now on the device is gone.
static cl_int fails_waiting(enum call call) {
  if (words[HIDDEN_ERROR] != 0) {
    words[DEVICE_ERROR] = words[HIDDEN_ERROR];
    words[HIDDEN_ERROR] = 0;
  }
  return fails_on_device(call);
}

typedef cl_int enqueue_read_f(void *, void *, cl_uint, size_t, size_t, void *, cl_uint,
                              void *const *, void **);
static cl_int enqueue_read(void *queue, void *memory, cl_uint blocks, size_t offset, size_t bytes,
                           void *host, cl_uint count, void *const *list, void **event) {
  cl_int error = fails_waiting(ENQUEUE_READ);
  if (error) {
    return error;
  }
  enqueue_read_f *next = driver[48];
  return with_event(next(queue, memory, blocks, offset, bytes, host, count, list, event), event);
}

typedef cl_int enqueue_write_f(void *, void *, cl_uint, size_t, size_t, const void *, cl_uint,
                               void *const *, void **);
static cl_int enqueue_write(void *queue, void *memory, cl_uint blocks, size_t offset, size_t bytes,
                            const void *host, cl_uint count, void *const *list, void **event) {
  cl_int error = fails_on_device(ENQUEUE_WRITE);
  if (error) {
    return error;
  }
  enqueue_write_f *next = driver[49];
  return with_event(next(queue, memory, blocks, offset, bytes, host, count, list, event), event);
}

typedef cl_int wait_for_events_f(cl_uint, void *const *);
static cl_int wait_for_events(cl_uint count, void *const *list) {
  cl_int error = fails_waiting(WAIT);
  wait_for_events_f *next = driver[41];
  cl_int status = next(count, list);
  return error ? error : status;
}

typedef cl_int event_info_f(void *, cl_uint, size_t, void *, size_t *);
static cl_int event_info(void *event, cl_uint what, size_t bytes, void *value, size_t *needed) {
  cl_int error = fails(EVENT_INFO);
  event_info_f *next = driver[42];
  return error ? error : next(event, what, bytes, value, needed);
}

typedef cl_int queue_f(void *);
static cl_int flush(void *queue) {
  cl_int error = fails_on_device(FLUSH);
  queue_f *next = driver[46];
  return error ? error : next(queue);
}

static cl_int finish(void *queue) {
  cl_int error = fails_waiting(FINISH);
  queue_f *next = driver[47];
  cl_int status = next(queue);
  return error ? error : status;
}

// ---- what the loader asks ----

cl_int clGetLayerInfo(cl_uint name, size_t size, void *value, size_t *needed) {
  const cl_uint version = 100;
  if (name != 0x4240 || (value && size < sizeof version)) { // CL_LAYER_API_VERSION
    return -30;                                             // CL_INVALID_VALUE
  }
  if (value) {
    memcpy(value, &version, sizeof version);
  }
  if (needed) {
    *needed = sizeof version;
  }
  return 0;
}

static int map_words(void) {
  const char *name = getenv("FLAMBEAU_FAULTS");
  int file = name ? open(name, O_RDWR) : NONE;
  if (file < 0) {
    return 0;
  }
  void *mapped = mmap(NULL, WORDS * sizeof *words, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  words = mapped;
  return mapped != MAP_FAILED;
}

static void replace_entries(void) {
  ours[4] = create_context;
  ours[7] = release_context;
  ours[9] = create_queue;
  ours[11] = release_queue;
  ours[14] = create_buffer;
  ours[18] = release_memory;
  ours[26] = create_program;
  ours[27] = create_binary;
  ours[29] = release_program;
  ours[30] = build_program;
  ours[34] = create_kernel;
  ours[37] = release_kernel;
  ours[38] = set_argument;
  ours[40] = kernel_info;
  ours[41] = wait_for_events;
  ours[42] = event_info;
  ours[44] = release_event;
  ours[46] = flush;
  ours[47] = finish;
  ours[48] = enqueue_read;
  ours[49] = enqueue_write;
  ours[50] = enqueue_copy;
  ours[59] = enqueue_kernel;
  ours[105] = enqueue_marker;
}

cl_int clInitLayer(cl_uint entries, void *const *target, cl_uint *count, void *const **table) {
  if (entries <= 105 || entries > sizeof ours / sizeof *ours || !map_words()) {
    return -30;
  }
  memcpy(driver, target, entries * sizeof *target);
  memcpy(ours, target, entries * sizeof *target);
  replace_entries();
  *count = entries;
  *table = ours;
  return 0;
}
