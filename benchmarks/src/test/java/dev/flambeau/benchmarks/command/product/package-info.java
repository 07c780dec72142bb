@NullMarked
package dev.flambeau.benchmarks.command.product;

import org.jspecify.annotations.NullMarked;
