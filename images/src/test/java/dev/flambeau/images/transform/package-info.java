@NullMarked
package dev.flambeau.images.transform;

import org.jspecify.annotations.NullMarked;
