/** The backend in pure Java: the reference kernels, and faster ones with equal bits. */
module dev.flambeau.cpu {
  requires dev.flambeau.api;
  requires org.objectweb.asm;
  requires org.slf4j;

  provides dev.flambeau.backend.BackendProvider with
      dev.flambeau.cpu.CpuProvider;
}
