/** Kernels that begin as plain ones and become vector ones once HotSpot has compiled those. */
@NullMarked
package dev.flambeau.cpu.warmup;

import org.jspecify.annotations.NullMarked;
