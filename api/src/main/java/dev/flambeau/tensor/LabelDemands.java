package dev.flambeau.tensor;

import dev.flambeau.backend.View;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.memory.Storage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a recorded step demands of labels: of those that are there before it runs, and of those that
 * it computes, whose strays it counts.
 */
final class LabelDemands implements AutoCloseable {
  private record Given(LabelCheck check, Storage storage, View view) {}

  private record Made(LabelCheck check, Tensor strays) {}

  private final List<Given> given = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();

  void ofGiven(LabelCheck check, Tensor labels) {
    given.add(new Given(check, labels.storage(), labels.view()));
  }

  void ofMade(LabelCheck check, Tensor labels) {
    if (!check.isMetBy(labels.storage().labels())) {
      made.add(new Made(check, check.strays(labels)));
    }
  }

  /** What the step computes for this, beside its results. */
  List<Tensor> strays() {
    return made.stream().map(Made::strays).toList();
  }

  /**
   * Tests the labels that are there before a run.
   *
   * @throws LabelException if the host knows of one that is no class
   */
  void before(Device device) {
    for (int i = 0; i < given.size(); i++) { // an iterator would be an object a step
      Given labels = given.get(i);
      if (!labels.check().isMetBy(labels.storage().labels())) {
        try (Tensor tensor =
            Scope.outside(() -> Tensor.of(device, labels.storage(), labels.view()))) {
          labels.check().test(tensor);
        }
      }
    }
  }

  /** Keeps what a run has counted: the next one counts anew. */
  void after(Device device) {
    for (int i = 0; i < made.size(); i++) {
      Made labels = made.get(i);
      Tensor copy = Scope.outside(() -> TensorTransfer.copy(device, labels.strays()));
      device.labelFlags().add(labels.check(), copy);
    }
  }

  @Override
  public void close() {
    made.forEach(labels -> labels.strays().close());
  }
}
