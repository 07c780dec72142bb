/** The table from op to kernel launches; one class a family. */
@NullMarked
package dev.flambeau.opencl.launch;

import org.jspecify.annotations.NullMarked;
