/** The training steps of {@code flambeau bench step}, by other frameworks in Java. */
@NullMarked
package dev.flambeau.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
