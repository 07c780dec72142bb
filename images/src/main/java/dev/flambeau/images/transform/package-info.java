/**
 * What is done to a picture before a model sees it, under torchvision's names; docs/numerics.md,
 * "Pictures", says with which bits.
 *
 * <p>Knows pictures, and nothing of datasets.
 */
@NullMarked
package dev.flambeau.images.transform;

import org.jspecify.annotations.NullMarked;
