@NullMarked
package dev.flambeau.images;

import org.jspecify.annotations.NullMarked;
