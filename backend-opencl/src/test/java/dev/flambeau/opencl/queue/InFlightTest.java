package dev.flambeau.opencl.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(3);

  private void add(String... ops) {
    for (String op : ops) {
      inFlight.add(Origin.of(op));
    }
  }

  @Test
  void tellsOfWhatIsNotDone() {
    assertEquals(Optional.empty(), inFlight.text());
    add("relu", "sum");
    assertEquals(Optional.of("relu, sum"), inFlight.text());
    inFlight.done(1);
    assertEquals(Optional.of("sum"), inFlight.text());
    inFlight.done(inFlight.added());
    assertEquals(Optional.empty(), inFlight.text());
  }

  @Test
  void tellsOfTheLatestAlone() {
    add("a", "b", "c", "d", "e");
    assertEquals(Optional.of("c, d, e"), inFlight.text());
  }

  @Test
  void severalCommandsOfOneOpAreOne() {
    Origin op = Origin.of("rnn");
    inFlight.add(op);
    inFlight.add(op);
    assertEquals(1, inFlight.added());
    inFlight.done(1);
    inFlight.add(op);
    assertEquals(Optional.of("rnn"), inFlight.text());
  }
}
