/** Checks of the repository itself: floors, sizes, and calls that the contract forbids. */
@NullMarked
package dev.flambeau.build;

import org.jspecify.annotations.NullMarked;
