/**
 * Device memory as Java arrays: buffers, the pool that they return to, and the account of both.
 * Depends on the backend interface alone.
 */
@NullMarked
package dev.flambeau.cpu.memory;

import org.jspecify.annotations.NullMarked;
