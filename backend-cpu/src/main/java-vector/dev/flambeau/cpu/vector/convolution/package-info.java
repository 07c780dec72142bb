/** Products of rows and panels of patches by vectors. */
@NullMarked
package dev.flambeau.cpu.vector.convolution;

import org.jspecify.annotations.NullMarked;
