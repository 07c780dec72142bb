/** Parts that the commands which train share. */
@NullMarked
package dev.flambeau.cli.training;

import org.jspecify.annotations.NullMarked;
