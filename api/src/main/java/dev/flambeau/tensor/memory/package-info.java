/** The memory of tensors: who shares it, when it is given back, and how elements get there. */
@NullMarked
package dev.flambeau.tensor.memory;

import org.jspecify.annotations.NullMarked;
