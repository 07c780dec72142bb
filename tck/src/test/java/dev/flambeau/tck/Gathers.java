package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.PreparedOp;
import java.util.ArrayList;
import java.util.List;

/** Is given contractions that do not depend on each other together, as devices that gain by it. */
final class Gathers extends ForwardingBackend {
  private final List<String> together = new ArrayList<>();

  Gathers(Backend backend) {
    super(backend);
  }

  /** What it was asked to do together. */
  List<String> together() {
    return together;
  }

  @Override
  public int contractionsAtOnce() {
    return 3;
  }

  @Override
  public PreparedOp prepare(List<Backend.Call> independent) {
    together.add(independent.stream().map(Backend.Call::op).toList().toString());
    return super.prepare(independent);
  }
}
