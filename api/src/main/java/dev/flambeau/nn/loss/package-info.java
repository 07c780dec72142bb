/**
 * Floor 3: losses, under PyTorch's names. A loss is a function from tensors to one number, or to
 * one of each element.
 */
@NullMarked
package dev.flambeau.nn.loss;

import org.jspecify.annotations.NullMarked;
