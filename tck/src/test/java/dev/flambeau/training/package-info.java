/** Tests of tensors, autograd, layers and optimizers, which need a backend to run on. */
@NullMarked
package dev.flambeau.training;

import org.jspecify.annotations.NullMarked;
