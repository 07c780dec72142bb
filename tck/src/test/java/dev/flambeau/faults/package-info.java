/** Training on a driver whose calls fail on purpose. */
@NullMarked
package dev.flambeau.faults;

import org.jspecify.annotations.NullMarked;
