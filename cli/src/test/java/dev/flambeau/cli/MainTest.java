package dev.flambeau.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "train mnist --network 784|Invalid value for option '--network': lenet, cnn, or sizes"
            + " from the inputs to the classes, such as 784-512-512-10, was given '784'. See:"
            + " ./flambeau train mnist --help",
        "train mnist --momentum 0.9|--momentum is sgd's; adam takes none. Give --optimizer sgd with"
            + " it. See: ./flambeau train mnist --help",
        "train mnist --threads 67108864|Invalid value for option '--threads': a whole number from 1"
            + " to 4096, was given '67108864'. See: ./flambeau train mnist --help",
        "train mnist --save /|--save /: is a folder; name a file in it.",
        "train mnist --save .|--save .: is a folder; name a file in it.",
        "train mnist --save m --save-plot ./m|--save and --save-plot name one file, m.",
        "train sine --save-plot ..|--save-plot ..: is a folder; name a file in it.",
        "train sine --length 10|--length 10: 11 or more are needed, since the first 10 steps are not"
            + " tested.",
        "train sine --length 100000 --batch 100000|--length x --batch x --hidden, the states of a"
            + " step, would be 320000000000 numbers; at most 536870912 (2 GiB) can be held. Ask for"
            + " less.",
        "train sine --length 300000 --batch 1 --hidden 1|--length x 2000, the test's sequences,"
            + " would be 600000000 numbers; at most 536870912 (2 GiB) can be held. Ask for less.",
        "train sine --hidden 100000 --batch 1|--hidden x --hidden, the weights, would be"
            + " 10000000000 numbers; at most 536870912 (2 GiB) can be held. Ask for less.",
        "predict @model mnist:0|@model: there is no such file.",
        "sweep pow|Invalid value for positional parameter at index 0 (FUNCTION): one of cos, erf,"
            + " exp, expm1, log, log1p, sigmoid, sin, tanh, was given 'pow'. See: ./flambeau sweep"
            + " --help",
        "predict no-such-model mnist:0|no-such-model: there is no such file."
      })
  void whatTheUserCanMendIsOneLine(String arguments, String message) {
    CommandRun run = CommandRun.of(arguments == null ? new String[0] : arguments.split(" "));
    assertEquals(message + System.lineSeparator(), run.err());
    assertEquals("", run.out());
    assertEquals(2, run.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist --save", "mnist --save-plot", "sine --save-plot"})
  void aFolderThatIsMissingIsFoundBeforeTraining(String options) {
    CommandRun run = CommandRun.of(("train " + options + " missing/file").split(" "));
    String begin = options.split(" ")[1] + " missing/file: there is no folder ";
    assertTrue(run.err().startsWith(begin), run.err());
    assertEquals("", run.out());
    assertEquals(2, run.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--save", "--save-plot", "--data"})
  void anEmptyNameIsNone(String option) {
    CommandRun run = CommandRun.of("train", "mnist", option, "");
    assertEquals(
        "Invalid value for option '%s': a name, was given ''. See: ./flambeau train mnist --help%n"
            .formatted(option),
        run.err());
    assertEquals(2, run.status());
  }

  @Test
  void anEmptyDeviceIsTheUsualOne() {
    CommandRun run =
        CommandRun.of(
            "train", "sine", "--steps", "1", "--hidden", "2", "--length", "11", "--device", "");
    assertEquals(0, run.status(), run.err());
  }

  @Test
  void aDeviceThatIsNotThereIsOneLine() {
    CommandRun run = CommandRun.of("train", "sine", "--device", "abacus");
    assertTrue(
        run.err().startsWith("No device \"abacus\". Present: cpu, cpu:reference"), run.err());
    assertEquals(1, run.err().lines().count());
    assertEquals(2, run.status());
  }

  @ParameterizedTest
  @CsvSource({"mnist,64,3", "images,32,10"})
  void optionsThatCommandsShareHaveEachItsOwnDefault(String command, String batch, String epochs) {
    String help = CommandRun.of("train", command, "--help").out().replaceAll("\\s+", " ");
    assertTrue(help.contains("--batch=N Images of a training step. Default: " + batch + "."), help);
    assertTrue(help.contains("--epochs=N Default: " + epochs + "."), help);
    assertTrue(help.contains("weights, shuffles, crops. Default: 1."), help);
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {"devices", "train mnist", "train sine", "predict", "sweep", "tune"}) {
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
