/**
 * Floor 4: models in files.
 *
 * <p>{@code Checkpoint} knows {@code dev.flambeau.nn} and {@code dev.flambeau.optim}; the file
 * format below it, {@link dev.flambeau.io.Safetensors}, knows {@link
 * dev.flambeau.tensor.HostTensor} alone; {@code SaveTarget} and {@code PartialFile} know nothing of
 * formats, and replace files safely.
 */
@NullMarked
package dev.flambeau.io;

import org.jspecify.annotations.NullMarked;
