/**
 * The front door's tests: each method of a tensor, each layer and each loss, forward and backward,
 * against values that PyTorch gave.
 */
@NullMarked
package dev.flambeau.torch;

import org.jspecify.annotations.NullMarked;
