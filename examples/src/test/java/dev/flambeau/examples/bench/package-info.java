@NullMarked
package dev.flambeau.examples.bench;

import org.jspecify.annotations.NullMarked;
