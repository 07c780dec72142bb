/**
 * The table of kernels by {@code jdk.incubator.vector}, with the bits of the plain ones at every
 * width. It and the packages within are a source folder of their own, since the compiler's warning
 * about incubator modules cannot be switched off; loaded where Java has that module ({@code
 * dev.flambeau.cpu.VectorSupport}).
 */
@NullMarked
package dev.flambeau.cpu.vector;

import org.jspecify.annotations.NullMarked;
