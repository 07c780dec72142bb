/**
 * Floor 4: what a training run says of itself.
 *
 * <p>Knows {@code dev.flambeau.nn}, {@code dev.flambeau.tensor} and the labels of {@code
 * dev.flambeau.data}; no backend.
 */
@NullMarked
package dev.flambeau.train;

import org.jspecify.annotations.NullMarked;
