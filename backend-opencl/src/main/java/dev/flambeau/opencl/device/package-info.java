/** Finding the loader, listing devices, building programs, and trying what a device keeps. */
@NullMarked
package dev.flambeau.opencl.device;

import org.jspecify.annotations.NullMarked;
