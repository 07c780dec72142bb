/** The OpenCL backend. */
module dev.flambeau.opencl {
  requires transitive dev.flambeau.api;
  requires dev.flambeau.kernels;
  requires jocl;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.flambeau.opencl.tuning;

  provides dev.flambeau.backend.BackendProvider with
      dev.flambeau.opencl.OpenClProvider;
}
