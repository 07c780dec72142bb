/** Another Java, for what could take this one with it. */
@NullMarked
package dev.flambeau.opencl.process;

import org.jspecify.annotations.NullMarked;
