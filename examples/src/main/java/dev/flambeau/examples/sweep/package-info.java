/** Every input of an elementary function, on a device, against committed evidence. */
@NullMarked
package dev.flambeau.examples.sweep;

import org.jspecify.annotations.NullMarked;
