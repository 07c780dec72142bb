package dev.flambeau.backend.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.backend.BackendOptions;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String PROPERTY = "flambeau.test";
  private static final String THREADS = "flambeau.threads";

  private final String threads = System.getProperty(THREADS, "");

  @AfterEach
  void restore() {
    System.clearProperty(PROPERTY);
    System.setProperty(THREADS, threads);
  }

  private static String word() {
    return Settings.word(PROPERTY, "off", "128", "256");
  }

  @Test
  void aWordIsOneOfThoseThatMayBe() {
    assertEquals("", word());
    System.setProperty(PROPERTY, "");
    assertEquals("", word());
    System.setProperty(PROPERTY, "128");
    assertEquals("128", word());
  }

  @Test
  void anotherWordIsAnErrorThatNamesThem() {
    assertRefused(
        PROPERTY,
        "Off",
        SettingsTest::word,
        "-Dflambeau.test takes off, 128 or 256, was given \"Off\". Give it what it takes, or leave"
            + " it out.");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 4097, 67108864, Integer.MAX_VALUE})
  void threadsThatNoMachineHasAreRefused(int threads) {
    BackendOptions options = BackendOptions.defaults();
    ThreadsException refusal =
        assertThrows(ThreadsException.class, () -> options.withThreads(threads));
    assertEquals(
        "threads: from 1 to 4096, were given as "
            + threads
            + ". As many as there are processors is usual, and more help nothing.",
        refusal.getMessage());
  }

  @Test
  void threadsAreAsManyAsAreSet() {
    System.setProperty(THREADS, "");
    int processors = Runtime.getRuntime().availableProcessors();
    assertEquals(processors, BackendOptions.defaults().threads());
    System.setProperty(THREADS, "3");
    assertEquals(3, BackendOptions.defaults().threads());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5", "99999999999"})
  void noNumberOfThreadsIsAnError(String given) {
    assertRefused(
        THREADS,
        given,
        BackendOptions::defaults,
        "-Dflambeau.threads takes a whole number, 1 or more, was given \""
            + given
            + "\". Give it what it takes, or leave it out.");
  }

  @ParameterizedTest
  @CsvSource({"'', 7", "1, 1", "65536, 65536", "2k, 2048", "512M, 536870912", "4g, 4294967296"})
  void bytesAreGivenAsJavaTakesThem(String given, long expected) {
    System.setProperty(PROPERTY, given);
    assertEquals(expected, Settings.bytes(PROPERTY, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1k", "g", "half", "1.5g", "9999999999g", "1t", " 1"})
  void noNumberOfBytesIsAnError(String given) {
    assertRefused(
        PROPERTY,
        given,
        () -> Settings.bytes(PROPERTY, 7),
        "-Dflambeau.test takes a number of bytes, as 4g, 512m or 65536k, was given \""
            + given
            + "\". Give it what it takes, or leave it out.");
  }

  @Test
  void aSeedIsAnyWholeNumber() {
    assertEquals(1, Settings.number(PROPERTY, 1));
    System.setProperty(PROPERTY, "-9000000000");
    assertEquals(-9_000_000_000L, Settings.number(PROPERTY, 1));
    assertRefused(
        PROPERTY,
        "1O",
        () -> Settings.number(PROPERTY, 1),
        "-Dflambeau.test takes a whole number, was given \"1O\". Give it what it takes, or leave"
            + " it out.");
  }

  private static void assertRefused(
      String property, String given, Supplier<?> asked, String expected) {
    System.setProperty(property, given);
    assertEquals(expected, assertThrows(SettingException.class, asked::get).getMessage());
  }
}
