/**
 * Floor 2: functions that layers are made of and that are made of tensors' methods, family by
 * family; beside {@link dev.flambeau.tensor.Functional} what PyTorch has in {@code functional}.
 */
@NullMarked
package dev.flambeau.tensor.functional;

import org.jspecify.annotations.NullMarked;
