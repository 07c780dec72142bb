/** CIFAR-10 and CIFAR-100, in the binary files in which they are published. */
@NullMarked
package dev.flambeau.data.cifar;

import org.jspecify.annotations.NullMarked;
