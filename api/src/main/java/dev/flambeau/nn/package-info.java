/**
 * Floor 3: layers, losses and initial weights, under PyTorch's names. Knows tensors, shapes and op
 * records; never a backend.
 */
@NullMarked
package dev.flambeau.nn;

import org.jspecify.annotations.NullMarked;
