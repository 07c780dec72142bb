/**
 * What a kernel is, and the table from op to kernel that a device is. Depends on the backend
 * interface alone.
 */
@NullMarked
package dev.flambeau.cpu.kernel;

import org.jspecify.annotations.NullMarked;
