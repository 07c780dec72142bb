/**
 * Datasets of pictures in classes: folders, CIFAR's files, and what a model is given of them.
 *
 * <p>Knows pictures, their transforms, and {@code dev.flambeau.data}.
 */
@NullMarked
package dev.flambeau.images.dataset;

import org.jspecify.annotations.NullMarked;
