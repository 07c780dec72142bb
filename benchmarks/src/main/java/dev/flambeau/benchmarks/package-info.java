/**
 * JMH benchmarks of single ops through the backend's entry point, into outputs that are there
 * already: {@code java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main
 * Unary -p device=cpu}.
 */
@NullMarked
package dev.flambeau.benchmarks;

import org.jspecify.annotations.NullMarked;
