/** Floor 3: losses of images whose pixels are classified. */
@NullMarked
package dev.flambeau.nn.loss.image;

import org.jspecify.annotations.NullMarked;
