/** Products of matrices: their sizes, how their operands lie, and how long they take. */
@NullMarked
package dev.flambeau.benchmarks.command.product;

import org.jspecify.annotations.NullMarked;
