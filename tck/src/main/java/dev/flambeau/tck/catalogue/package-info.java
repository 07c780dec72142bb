/**
 * The cases of every op: a file for each family, in the order of docs/numerics.md, and {@link
 * dev.flambeau.tck.catalogue.Catalogue}, which lists the families.
 */
@NullMarked
package dev.flambeau.tck.catalogue;

import org.jspecify.annotations.NullMarked;
