/** The OpenCL C sources and the table that names them. */
module dev.flambeau.kernels {
  requires static transitive org.jspecify;

  exports dev.flambeau.kernels;
}
