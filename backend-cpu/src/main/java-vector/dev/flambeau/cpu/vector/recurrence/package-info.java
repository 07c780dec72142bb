/** Recurrent layers by vectors: each thread takes some rows of a batch through all steps. */
@NullMarked
package dev.flambeau.cpu.vector.recurrence;

import org.jspecify.annotations.NullMarked;
