/** Tables of what was printed: ours against others, and all figures of a machine. */
@NullMarked
package dev.flambeau.benchmarks.ratio;

import org.jspecify.annotations.NullMarked;
