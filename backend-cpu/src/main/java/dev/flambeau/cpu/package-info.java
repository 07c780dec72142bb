/**
 * The pure-Java devices: {@code cpu:reference}, plain loops to be checked against docs/numerics.md,
 * and {@code cpu}, which starts as the same kernels and overrides those that are worth it. Knows
 * the packages below; nothing knows it but the service loader.
 */
@NullMarked
package dev.flambeau.cpu;

import org.jspecify.annotations.NullMarked;
