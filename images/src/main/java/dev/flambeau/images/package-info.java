/**
 * Pictures, and the files that they are read from and written to.
 *
 * <p>Knows the exceptions of {@code dev.flambeau.op}, and the confusion matrix of {@code
 * dev.flambeau.train}. Java's ImageIO decodes, and is used here alone: what it gives is taken
 * sample by sample, without its conversions of colour, which differ from one Java to another.
 */
@NullMarked
package dev.flambeau.images;

import org.jspecify.annotations.NullMarked;
