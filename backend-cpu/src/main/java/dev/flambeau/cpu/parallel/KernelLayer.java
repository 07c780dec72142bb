package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.thread.Workers;

/** Kernels that take the place of slower ones with the same bits. */
public interface KernelLayer {
  /** A table with the rows of another, some of them overridden. */
  KernelTable over(KernelTable start, Workers workers, HostMemory memory);
}
