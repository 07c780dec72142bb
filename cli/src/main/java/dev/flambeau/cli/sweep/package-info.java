/** Every input of an elementary function, on a device, against committed evidence. */
@NullMarked
package dev.flambeau.cli.sweep;

import org.jspecify.annotations.NullMarked;
