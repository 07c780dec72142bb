package dev.flambeau.cpu.convolution;

import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.thread.Workers;

/** All that a convolution works with. */
record Tools(Workers workers, HostMemory memory, PanelProduct product) {}
