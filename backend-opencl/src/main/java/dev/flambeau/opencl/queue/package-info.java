/** The queue of commands, on whose behalf each is enqueued, and whom a fault is reported to. */
@NullMarked
package dev.flambeau.opencl.queue;

import org.jspecify.annotations.NullMarked;
