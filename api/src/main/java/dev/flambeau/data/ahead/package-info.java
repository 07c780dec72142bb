/** Work that is done before it is asked for, by threads of its own; knows nothing of datasets. */
@NullMarked
package dev.flambeau.data.ahead;

import org.jspecify.annotations.NullMarked;
