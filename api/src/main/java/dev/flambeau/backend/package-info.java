/**
 * Floor 1: what a backend implements, how backends are found, and how an op reaches a kernel.
 *
 * <p>Knows {@code dev.flambeau.op} alone. A backend is a table from op to kernel behind {@link
 * dev.flambeau.backend.Backend}; {@code docs/writing-a-backend.md} walks through one.
 */
@NullMarked
package dev.flambeau.backend;

import org.jspecify.annotations.NullMarked;
