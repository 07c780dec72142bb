package dev.flambeau.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "|Missing required subcommand. See: ./flambeau --help",
        "dance|Unmatched argument at index 0: 'dance'. See: ./flambeau --help",
        "train mnist --epochs 0|Invalid value for option '--epochs': a whole number from 1 on,"
            + " was given '0'. See: ./flambeau train mnist --help",
        "train mnist --lr -1|Invalid value for option '--lr': a number above 0, was given"
            + " '-1'. See: ./flambeau train mnist --help",
        "train mnist --lr NaN|Invalid value for option '--lr': a number above 0, was given"
            + " 'NaN'. See: ./flambeau train mnist --help",
        "train mnist --momentum 1|Invalid value for option '--momentum': a number from 0"
            + " up to 1, was given '1'. See: ./flambeau train mnist --help",
        "train mnist --loss hinge|Invalid value for option '--loss': one of mse,"
            + " cross-entropy, was given 'hinge'. See: ./flambeau train mnist --help",
        "train mnist --network 784|Invalid value for option '--network': sizes from the"
            + " inputs to the classes, such as 784-512-512-10, was given '784'. See: ./flambeau"
            + " train mnist --help",
        "train sine --length 10|Invalid value for option '--length': 11 or more, since the first"
            + " 10 steps are not tested, was given 10. See: ./flambeau train sine --help",
        "sweep sin|Invalid value for positional parameter at index 0 (FUNCTION): one of exp, log,"
            + " sigmoid, tanh, was given 'sin'. See: ./flambeau sweep --help",
        "predict no-such-model mnist:0|No such file: no-such-model",
        "train mnist --save no-such-folder/model|--save no-such-folder/model: there is no such"
            + " folder."
      })
  void whatTheUserCanMendIsOneLine(String arguments, String message) {
    CommandRun run = CommandRun.of(arguments == null ? new String[0] : arguments.split(" "));
    assertEquals(message + System.lineSeparator(), run.err());
    assertEquals("", run.out());
    assertEquals(2, run.status());
  }

  @Test
  void aDeviceThatIsNotThereIsOneLine() {
    CommandRun run = CommandRun.of("train", "sine", "--device", "abacus");
    assertTrue(
        run.err().startsWith("No device \"abacus\". Present: cpu, cpu:reference"), run.err());
    assertEquals(1, run.err().lines().count());
    assertEquals(2, run.status());
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {
          "devices", "train mnist", "train sine", "predict", "sweep", "bench gemm", "bench step"
        }) {
      CommandRun run = CommandRun.of((command + " --help").split(" "));
      assertTrue(run.out().startsWith("Usage: flambeau " + command), run.out());
      assertEquals(0, run.status());
    }
  }

  @Test
  void devicesListsTheCpu() {
    CommandRun run = CommandRun.of("devices");
    assertTrue(run.lines().get(0).matches("cpu +CPU, .* GiB, strict"), run.out());
    assertEquals(0, run.status());
  }
}
