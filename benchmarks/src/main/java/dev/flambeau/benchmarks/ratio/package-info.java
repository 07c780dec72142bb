/** The table of ours against others, from what each printed. */
@NullMarked
package dev.flambeau.benchmarks.ratio;

import org.jspecify.annotations.NullMarked;
