/** Errors in the use of tensors: what a caller may catch of floor 2. */
@NullMarked
package dev.flambeau.tensor.error;

import org.jspecify.annotations.NullMarked;
