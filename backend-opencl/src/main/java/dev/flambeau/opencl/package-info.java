/**
 * The OpenCL backend: the provider, and the backend over one device. Its parts lie in {@code
 * device} (loader, listing, programs, probe), {@code memory} (buffers, staging) and {@code launch}
 * (the table from op to launches).
 */
@NullMarked
package dev.flambeau.opencl;

import org.jspecify.annotations.NullMarked;
