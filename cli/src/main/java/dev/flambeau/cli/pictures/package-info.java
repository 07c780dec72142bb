/** The command that trains a network on a folder of pictures, and what asks it afterwards. */
@NullMarked
package dev.flambeau.cli.pictures;

import org.jspecify.annotations.NullMarked;
