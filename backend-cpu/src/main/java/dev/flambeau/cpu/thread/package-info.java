/**
 * The threads among which the work of an op is shared out, and objects that each of them needs
 * while it works.
 */
@NullMarked
package dev.flambeau.cpu.thread;

import org.jspecify.annotations.NullMarked;
