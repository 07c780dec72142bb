package dev.flambeau.opencl.launch;

import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.queue.CommandQueue;

/** What launches are made of, a device's own. */
public record LaunchContext(
    CommandQueue queue,
    Program program,
    GeneratedPrograms generated,
    DeviceMemory memory,
    Parameters parameters,
    Limits limits) {}
