/** The OpenCL C sources, one family a file, and the table that names them. Knows the JDK alone. */
@NullMarked
package dev.flambeau.kernels;

import org.jspecify.annotations.NullMarked;
