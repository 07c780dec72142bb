/** What the contract of numerics costs: the same work with its order, or its last bit, free. */
@NullMarked
package dev.flambeau.benchmarks.free;

import org.jspecify.annotations.NullMarked;
