/**
 * Kernels by {@code jdk.incubator.vector}, with the bits of the plain ones at every width. A source
 * folder of its own, since the compiler's warning about incubator modules cannot be switched off;
 * loaded where Java has that module ({@code dev.flambeau.cpu.VectorSupport}).
 */
@NullMarked
package dev.flambeau.cpu.vector;

import org.jspecify.annotations.NullMarked;
