package dev.flambeau.nn;

import dev.flambeau.op.DType;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a state's names together with a model's. */
final class StateMatch {
  /** So many differences are listed in a message; of more, their number is told. */
  private static final int MOST_LISTED = 10;

  private final List<String> wrong = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private final Map<String, String> sources = new LinkedHashMap<>();

  private StateMatch() {}

  /**
   * Matches by name and compares types.
   *
   * @throws ModelException if two names of the state are one of the model's, a type differs, or, if
   *     strict, names are missing or not the model's
   */
  static LoadReport of(MemberTree model, Map<String, TensorType> state, LoadOptions options) {
    return new StateMatch().match(model, state, options);
  }

  private LoadReport match(MemberTree model, Map<String, TensorType> state, LoadOptions options) {
    Map<String, StateTensor> own = model.named(StateTensor.class);
    Map<String, String> former = model.formerNames();
    for (String name : state.keySet()) {
      String renamed = options.renaming().apply(name);
      take(name, own.containsKey(renamed) ? renamed : former.get(renamed));
    }
    Map<String, String> loaded = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    own.forEach(
        (name, tensor) -> {
          String source = sources.get(name);
          if (source == null) {
            missing.add(name);
          } else {
            loaded.put(name, source);
            compare(name, tensor, state.get(source));
          }
        });
    if (options.isStrict()) {
      missing.forEach(name -> wrong.add(name + " is missing"));
      unexpected.forEach(name -> wrong.add(name + " is not the model's"));
    }
    refuseWrong();
    return new LoadReport(loaded, missing, unexpected);
  }

  private void take(String source, @Nullable String name) {
    if (name == null) {
      unexpected.add(source);
      return;
    }
    String other = sources.put(name, source);
    if (other != null) {
      wrong.add(name + " is there twice, as " + other + " and as " + source);
    }
  }

  private void compare(String name, StateTensor tensor, TensorType found) {
    TensorType expected = new TensorType(DType.FLOAT32, tensor.shape());
    if (!expected.equals(found)) {
      wrong.add(name + " is " + found + ", should be " + expected);
    }
  }

  private void refuseWrong() {
    if (wrong.isEmpty()) {
      return;
    }
    List<String> listed = new ArrayList<>(wrong.subList(0, Math.min(MOST_LISTED, wrong.size())));
    if (listed.size() < wrong.size()) {
      listed.add("and " + (wrong.size() - listed.size()) + " more");
    }
    throw new ModelException(
        "The state is not this model's, nothing was loaded: " + String.join("; ", listed) + ".");
  }
}
