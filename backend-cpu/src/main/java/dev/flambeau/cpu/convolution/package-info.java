/**
 * Convolutions as products of a matrix with patches of images, which are read where the images lie
 * and are never all in memory.
 */
@NullMarked
package dev.flambeau.cpu.convolution;

import org.jspecify.annotations.NullMarked;
