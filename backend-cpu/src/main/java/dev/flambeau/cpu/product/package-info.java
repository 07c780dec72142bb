/**
 * Matrix products in plain Java, in an order of additions that does not depend on the threads, and
 * the ops that are made of them.
 */
@NullMarked
package dev.flambeau.cpu.product;

import org.jspecify.annotations.NullMarked;
