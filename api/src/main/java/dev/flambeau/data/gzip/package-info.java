/** The content of files that gzip has compressed, as datasets are published. */
@NullMarked
package dev.flambeau.data.gzip;

import org.jspecify.annotations.NullMarked;
