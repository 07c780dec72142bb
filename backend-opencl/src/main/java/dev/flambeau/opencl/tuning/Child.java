package dev.flambeau.opencl.tuning;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another process that answers a line with a line. One that ends, or does not answer in time, is
 * replaced by the next at the next question.
 */
final class Child implements AutoCloseable {
  /** What came back, or why nothing did. */
  record Answer(@Nullable String text, Verdict verdict) {}

  /** Stands for the end of the answers. */
  private static final String END = "";

  private record Running(Process process, Writer input, BlockingQueue<String> answers) {}

  private final List<String> command;
  private @Nullable Running running;

  Child(List<String> command) {
    this.command = command;
  }

  /** Asks, and waits for the answer at most so long. */
  Answer ask(String question, Duration patience) {
    Running child = running == null ? start() : running;
    running = child;
    try {
      child.input().write(question + "\n");
      child.input().flush();
    } catch (IOException e) {
      return died(Verdict.CRASHES); // its pipe is broken: it has ended
    }
    try {
      String answer = child.answers().poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        return died(Verdict.HANGS);
      }
      return answer.equals(END) ? died(Verdict.CRASHES) : new Answer(answer, Verdict.RIGHT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while a process tries tiles", e);
    }
  }

  private Running start() {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BlockingQueue<String> answers = new LinkedBlockingQueue<>();
      Thread reader = new Thread(() -> read(process, answers), "flambeau-trial-answers");
      reader.setDaemon(true);
      reader.start();
      return new Running(process, process.outputWriter(StandardCharsets.UTF_8), answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Process process, BlockingQueue<String> answers) {
    var stream = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    try (BufferedReader lines = new BufferedReader(stream)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TuningProcess.ANSWER)) {
          answers.add(line.substring(TuningProcess.ANSWER.length()));
        }
      }
    } catch (IOException e) {
      // Its end of the pipe is closed, as it is when it was killed.
    }
    answers.add(END);
  }

  private Answer died(Verdict verdict) {
    close();
    return new Answer(null, verdict);
  }

  /** Ends the process, if there is one. */
  @Override
  public void close() {
    if (running != null) {
      running.process().destroyForcibly();
      running = null;
    }
  }
}
