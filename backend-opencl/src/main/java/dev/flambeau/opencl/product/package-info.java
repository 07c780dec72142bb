/** The launches of matrix products, and of recurrences, which are made of them. */
@NullMarked
package dev.flambeau.opencl.product;

import org.jspecify.annotations.NullMarked;
