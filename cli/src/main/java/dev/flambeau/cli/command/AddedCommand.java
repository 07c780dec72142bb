package dev.flambeau.cli.command;

/**
 * A command that a module above this one adds to the command line: a picocli command that {@link
 * java.util.ServiceLoader} finds.
 */
public interface AddedCommand {}
