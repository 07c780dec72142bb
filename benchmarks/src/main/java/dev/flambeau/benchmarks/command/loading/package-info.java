/** Training on pictures that are read from files: by turns with the steps, and ahead of them. */
@NullMarked
package dev.flambeau.benchmarks.command.loading;

import org.jspecify.annotations.NullMarked;
