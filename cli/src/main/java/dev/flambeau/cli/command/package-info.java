/** What the commands share: how they pick a device and how they speak. */
@NullMarked
package dev.flambeau.cli.command;

import org.jspecify.annotations.NullMarked;
