/**
 * Floor 4: datasets, and the loader that walks them in batches.
 *
 * <p>Knows {@code dev.flambeau.tensor} and {@code dev.flambeau.op}, and neither the modules that
 * are trained nor its neighbours on this floor. Everything stays on the host until a batch is asked
 * for a tensor.
 */
@NullMarked
package dev.flambeau.data;

import org.jspecify.annotations.NullMarked;
