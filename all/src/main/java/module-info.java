/**
 * Tensors, layers, models, training and pictures, with backends for the CPU and for OpenCL devices.
 */
module dev.flambeau {
  requires transitive dev.flambeau.api;
  requires transitive dev.flambeau.images;
  requires transitive dev.flambeau.models;
  requires dev.flambeau.cpu;
  requires dev.flambeau.opencl;
}
