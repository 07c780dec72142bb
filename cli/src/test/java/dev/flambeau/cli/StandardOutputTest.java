package dev.flambeau.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {
  private static final class Failing extends OutputStream {
    private final String message;

    Failing(String message) {
      this.message = message;
    }

    @Override
    public void write(int b) throws IOException {
      if (!message.isEmpty()) {
        throw new IOException(message);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0, ''",
    "'', 2, 2, ''",
    "Broken pipe, 0, 141, ''",
    "No space left on device, 0, 2, Standard output cannot be written: No space left on device",
    "No space left on device, 1, 1, ''"
  })
  void whatCannotBeWrittenIsAStatus(String failure, int ended, int status, String line) {
    var output = new StandardOutput(new Failing(failure));
    new PrintStream(output, true).println("a result");
    var err = new StringWriter();
    assertEquals(status, output.status(ended, new PrintWriter(err)));
    assertEquals(line, err.toString().strip());
  }
}
