/**
 * Floor 4: parameters in files.
 *
 * <p>{@code Checkpoint} knows {@code dev.flambeau.nn} and {@code dev.flambeau.tensor}; the file
 * format below it, {@link dev.flambeau.io.Safetensors}, knows {@code dev.flambeau.op} alone.
 */
@NullMarked
package dev.flambeau.io;

import org.jspecify.annotations.NullMarked;
