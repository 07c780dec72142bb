/** Floor 2: devices, tensors, scopes, autograd and random numbers. Knows floors 0 and 1. */
@NullMarked
package dev.flambeau.tensor;

import org.jspecify.annotations.NullMarked;
