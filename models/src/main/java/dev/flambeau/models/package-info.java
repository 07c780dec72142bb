/**
 * Known networks as layers, with the first weights that their papers or torchvision give them.
 *
 * <p>The names of the state of {@link dev.flambeau.models.ResNet}, {@link dev.flambeau.models.VGG}
 * and {@link dev.flambeau.models.MobileNetV2} are torchvision's, so that a safetensors file of its
 * weights loads as it is.
 */
@NullMarked
package dev.flambeau.models;

import org.jspecify.annotations.NullMarked;
