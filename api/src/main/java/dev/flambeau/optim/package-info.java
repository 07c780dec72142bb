/**
 * Floor 3: optimizers, under PyTorch's names. Knows tensors, parameters and op records; never a
 * backend.
 */
@NullMarked
package dev.flambeau.optim;

import org.jspecify.annotations.NullMarked;
