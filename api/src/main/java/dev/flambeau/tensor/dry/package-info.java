/** What code would compute, found out without computing it. */
@NullMarked
package dev.flambeau.tensor.dry;

import org.jspecify.annotations.NullMarked;
