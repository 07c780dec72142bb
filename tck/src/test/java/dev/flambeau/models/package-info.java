/** Tests of the known networks. */
@NullMarked
package dev.flambeau.models;

import org.jspecify.annotations.NullMarked;
