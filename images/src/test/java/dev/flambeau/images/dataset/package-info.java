@NullMarked
package dev.flambeau.images.dataset;

import org.jspecify.annotations.NullMarked;
