/** Matrix products by vectors: what is packed, and the tiles that are computed of it. */
@NullMarked
package dev.flambeau.cpu.vector.product;

import org.jspecify.annotations.NullMarked;
