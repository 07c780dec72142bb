package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UserException("two\nlines"), "two lines"),
        Arguments.of(new NoSuchFileException("a"), "No such file: a"),
        Arguments.of(new AccessDeniedException("a"), "No permission for a"),
        Arguments.of(
            new FileSystemException("a", null, "File name too long"), "a: File name too long"),
        Arguments.of(new UncheckedIOException(new IOException("Is a directory")), "Is a directory"),
        Arguments.of(new IOException(), "java.io.IOException"),
        Arguments.of(
            new InvalidPathException("z?ro", "Malformed input"),
            "'z?ro' is no name for a file in this locale, whose letters are "
                + System.getProperty("sun.jnu.encoding")
                + " (Malformed input). Set LC_ALL=C.UTF-8."),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            "Java's heap of "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB does not suffice. Give it more, as by FLAMBEAU_JVM_OPTIONS=-Xmx8g."),
        Arguments.of(
            new OutOfMemoryError("unable to create native thread"),
            "The system lets Java start no more threads. Use fewer, by --threads, or raise ulimit"
                + " -u."),
        Arguments.of(
            new StackOverflowError(),
            "Java's stack does not suffice. Give it more, as by FLAMBEAU_JVM_OPTIONS=-Xss64m."),
        Arguments.of(
            new NoClassDefFoundError("javax/imageio/ImageIO"),
            "This Java lacks a part: java.lang.NoClassDefFoundError: javax/imageio/ImageIO. Use a"
                + " full JDK, 17 or later."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatAUserCanMendHasTheWayOut(Throwable thrown, String message) {
    assertEquals(new Failure(2, message), Failure.of(thrown));
  }

  @Test
  void aMistakeOfOursSaysWhere() {
    Failure failure = Failure.of(new IllegalStateException("so"));
    assertEquals(1, failure.status());
    assertTrue(
        failure
            .message()
            .startsWith(
                "A mistake in Flambeau itself: java.lang.IllegalStateException: so, at"
                    + " dev.flambeau.cli.command.FailureTest.aMistakeOfOursSaysWhere("),
        failure.message());
  }
}
