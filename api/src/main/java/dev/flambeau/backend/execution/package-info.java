/**
 * Floor 1: how ops reach the kernels of a backend. One by one, as they are asked for ({@link
 * dev.flambeau.backend.execution.Execution}), or a whole graph made ready to be run over and over
 * ({@link dev.flambeau.backend.execution.Plan}): ops without a kernel decomposed, memory shared out
 * once, each op prepared by the backend.
 */
@NullMarked
package dev.flambeau.backend.execution;

import org.jspecify.annotations.NullMarked;
