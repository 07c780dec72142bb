/** Buffers in a device's memory, kept in size classes, and the host's memory for transfers. */
@NullMarked
package dev.flambeau.opencl.memory;

import org.jspecify.annotations.NullMarked;
