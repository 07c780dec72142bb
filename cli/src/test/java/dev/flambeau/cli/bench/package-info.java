@NullMarked
package dev.flambeau.cli.bench;

import org.jspecify.annotations.NullMarked;
