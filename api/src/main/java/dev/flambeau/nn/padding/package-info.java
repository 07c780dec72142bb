/** Floor 3: layers that put positions around their input, by PyTorch's names. */
@NullMarked
package dev.flambeau.nn.padding;

import org.jspecify.annotations.NullMarked;
