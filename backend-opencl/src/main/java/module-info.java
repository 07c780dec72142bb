/** The OpenCL backend. */
module dev.flambeau.opencl {
  requires dev.flambeau.api;
  requires dev.flambeau.kernels;
  requires jocl;
  requires org.slf4j;
  requires static org.jspecify;

  provides dev.flambeau.backend.BackendProvider with
      dev.flambeau.opencl.OpenClProvider;
}
