/** Tests of training on a folder of pictures. */
@NullMarked
package dev.flambeau.cli.pictures;

import org.jspecify.annotations.NullMarked;
