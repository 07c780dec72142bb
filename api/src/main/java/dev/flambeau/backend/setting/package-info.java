/** Settings that a user gives by system properties and options, and the refusals of bad ones. */
@NullMarked
package dev.flambeau.backend.setting;

import org.jspecify.annotations.NullMarked;
