/** Tensors, layers, models and training, with a backend for the CPU and one for OpenCL devices. */
module dev.flambeau {
  requires transitive dev.flambeau.api;
  requires transitive dev.flambeau.models;
  requires dev.flambeau.cpu;
  requires dev.flambeau.opencl;
}
