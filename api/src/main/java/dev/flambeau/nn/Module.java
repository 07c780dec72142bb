package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.CapturedStep.Guard;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parameters, buffers and other modules, with a mode and a state: a layer, or a model made of
 * layers.
 *
 * <p>A subclass declares its members in its constructor; their order is the order of declaration.
 * What is not declared is not trained. It computes by a method of its own: a {@link Layer} from one
 * tensor to one, others from and to as many as they like. Its gradient comes from the tensor ops
 * that it uses.
 *
 * <pre>{@code
 * final class Cell extends Module {
 *   private final Linear input;
 *   private final Parameter gain;
 *
 *   Cell(int width) {
 *     input = child("input", new Linear(width, width));
 *     gain = parameter("gain", Initializer.ones(), width);
 *   }
 *
 *   Tensor forward(Tensor x, Tensor state) {
 *     return input.forward(x).mul(gain.tensor()).add(state).tanh();
 *   }
 * }
 * }</pre>
 */
public abstract class Module implements AutoCloseable {
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final Map<String, String> formerNames = new LinkedHashMap<>();
  private boolean training = true;

  // ---- what a subclass declares ----

  /** Declares a parameter, which optimizers change. */
  protected final Parameter parameter(String name, Initializer first, int... shape) {
    return declare(name, new Parameter(name, first, Shape.of(shape)));
  }

  /** Declares a buffer: a part of the state that is not trained. */
  protected final Buffer buffer(String name, Initializer first, int... shape) {
    return declare(name, new Buffer(name, first, Shape.of(shape)));
  }

  /**
   * Declares a module within this one.
   *
   * @param module null for one that is left out
   * @return the module
   */
  protected final <M extends @Nullable Module> M child(String name, M module) {
    if (module != null) {
      declare(name, module);
    }
    return module;
  }

  /** Declares modules under their numbers, {@code name.0}, {@code name.1} …; gives their list. */
  protected final <M extends Module> List<M> children(String name, List<? extends M> modules) {
    List<M> own = List.copyOf(modules);
    for (int i = 0; i < own.size(); i++) {
      declare(name, Integer.toString(i), own.get(i));
    }
    return own;
  }

  /** Declares modules under their numbers, {@code name.0}, {@code name.1} …; gives their list. */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are copied at once
  protected final <M extends Module> List<M> children(String name, M... modules) {
    return children(name, List.of(modules));
  }

  /**
   * Declares modules under their keys, {@code name.key}; gives their map.
   *
   * @param modules in the order of a map that has one (LinkedHashMap, SortedMap), else by key
   */
  protected final <M extends Module> Map<String, M> children(
      String name, Map<String, ? extends M> modules) {
    boolean isOrdered = modules instanceof LinkedHashMap || modules instanceof SortedMap;
    Map<String, M> own = isOrdered ? new LinkedHashMap<>(modules) : new TreeMap<>(modules);
    own.forEach((key, module) -> declare(name, key, module));
    return Collections.unmodifiableMap(own);
  }

  /** Tells the name that a member of this module has in files of earlier versions. */
  protected final void formerName(String earlier, String now) {
    formerNames.put(earlier, now);
  }

  private void declare(String name, String key, Module member) {
    checkName(name);
    checkName(key);
    put(name + "." + key, member);
  }

  private <T> T declare(String name, T member) {
    checkName(name);
    put(name, member);
    return member;
  }

  private void checkName(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new ModelException(
          getClass().getName() + ": a member's name has letters and no dot, was \"" + name + "\".");
    }
  }

  private void put(String name, Object member) {
    if (members.putIfAbsent(name, member) != null) {
      throw new ModelException(
          getClass().getName() + ": has two members that are called \"" + name + "\".");
    }
  }

  final Map<String, Object> members() {
    return members;
  }

  final Map<String, String> formerNames() {
    return formerNames;
  }

  /** The tree of members, each of them declared. */
  private MemberTree tree() {
    MemberTree tree = new MemberTree(this);
    UndeclaredMembers.refuse(tree);
    return tree;
  }

  // ---- what it holds ----

  /** Its parameters and those of its modules, by their path ({@code 0.weight}), in order. */
  public final Map<String, Parameter> namedParameters() {
    return Collections.unmodifiableMap(tree().named(Parameter.class));
  }

  /** Its buffers and those of its modules, by their path, in order. */
  public final Map<String, Buffer> namedBuffers() {
    return Collections.unmodifiableMap(tree().named(Buffer.class));
  }

  /** Itself, under an empty path, and all modules within it, by their path, in order. */
  public final Map<String, Module> namedModules() {
    return Collections.unmodifiableMap(tree().namedModules());
  }

  /** Its parameters in order: layer by layer, weight before bias. */
  public final List<Parameter> parameters() {
    return tree().tensors(Parameter.class);
  }

  /** Its parameters in order, then its buffers: what a hash is over. */
  public final List<StateTensor> stateTensors() {
    return List.copyOf(tree().parametersThenBuffers());
  }

  /** Does something with each module within it, then with itself: inner ones first. */
  public final void apply(Consumer<? super Module> action) {
    List<MemberTree.Place> places = new ArrayList<>(tree().places());
    Collections.reverse(places);
    places.forEach(place -> action.accept(place.module()));
  }

  // ---- modes ----

  /** Whether it is in training mode; a dropout asks. It is so at first. */
  public final boolean isTraining() {
    if (CapturedStep.isRecording()) {
      CapturedStep.dependsOn(new Mode(this, training));
    }
    return training;
  }

  /** The mode that recorded code has asked for. */
  private record Mode(Module module, boolean training) implements Guard {
    @Override
    public boolean holds() {
      return module.training == training;
    }

    @Override
    public String toString() {
      return "the mode of " + module.getClass().getSimpleName();
    }
  }

  /** Puts it and all modules within it into training mode. */
  public final void train() {
    tree().places().forEach(place -> place.module().training = true);
  }

  /** Puts it and all modules within it into the mode for use. */
  public final void eval() {
    tree().places().forEach(place -> place.module().training = false);
  }

  /** Sets its own mode, and not that of the modules within it. */
  final void mode(boolean isTrained) {
    training = isTrained;
  }

  /** Trains all its parameters, or freezes them. */
  public final void requiresGrad(boolean wanted) {
    parameters().forEach(parameter -> parameter.requiresGrad(wanted));
  }

  // ---- devices ----

  /** Puts the model on a device; what has no values yet begins with those of seed 0. */
  public final <M extends Module> M to(Device device) {
    return to(device, 0);
  }

  /**
   * Puts the model on a device. What has values keeps them; what has none yet begins with values
   * that are drawn from a seed: the same on every device.
   *
   * @param <M> this module's own type
   * @return this module
   */
  @SuppressWarnings("unchecked")
  public final <M extends Module> M to(Device device, long seed) {
    replace(
        (tensor, place) ->
            tensor.isPlaced() ? tensor.on(device) : tensor.draw(device, seed, place));
    return (M) this;
  }

  /**
   * Puts the model on a device to be loaded there: what has no values yet is zero until then, and
   * nothing is drawn.
   *
   * @param <M> this module's own type
   * @return this module
   */
  @SuppressWarnings("unchecked")
  public final <M extends Module> M toEmpty(Device device) {
    replace((tensor, place) -> tensor.isPlaced() ? tensor.on(device) : tensor.zeros(device));
    return (M) this;
  }

  /** Begins anew, with values that are drawn from a seed, where the model lies. */
  public final void reset(long seed) {
    replace((tensor, place) -> tensor.draw(tensor.tensor().device(), seed, place));
  }

  private interface Values {
    Tensor of(StateTensor tensor, int place);
  }

  /** Gives parameters and buffers other values; where some cannot be had, all is as it was. */
  private void replace(Values values) {
    List<StateTensor> tensors = stateTensors();
    List<Tensor> made = new ArrayList<>();
    try {
      for (int place = 0; place < tensors.size(); place++) {
        made.add(values.of(tensors.get(place), place));
      }
    } catch (RuntimeException | Error e) {
      for (int place = 0; place < made.size(); place++) {
        if (made.get(place) != tensors.get(place).valuesIfPlaced()) {
          made.get(place).close();
        }
      }
      throw e;
    }
    for (int place = 0; place < tensors.size(); place++) {
      tensors.get(place).replace(made.get(place));
    }
  }

  /** Frees all gradients. */
  public final void zeroGrad() {
    // Without the search for what is undeclared: a loop by hand does this at each step.
    new MemberTree(this)
        .tensors(Parameter.class)
        .forEach(parameter -> parameter.tensor().zeroGrad());
  }

  // ---- state ----

  /**
   * Copies of all parameters and buffers on the host, by name, in order. They are as of now, and
   * live on when the model is trained or its device is closed; another thread must not train the
   * model meanwhile.
   */
  public final Map<String, HostTensor> stateDict() {
    Map<String, HostTensor> state = new LinkedHashMap<>();
    tree()
        .named(StateTensor.class)
        .forEach((name, tensor) -> state.put(name, tensor.tensor().toHost()));
    return Collections.unmodifiableMap(state);
  }

  /** The model's own tensors, by name, in order: they change as it is trained. */
  public final Map<String, Tensor> liveState() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    tree().named(StateTensor.class).forEach((name, tensor) -> state.put(name, tensor.tensor()));
    return Collections.unmodifiableMap(state);
  }

  /**
   * Takes values for all parameters and buffers.
   *
   * @throws ModelException if a name is missing or not the model's, or a shape or type differs;
   *     then nothing was loaded
   */
  public final LoadReport loadStateDict(Map<String, ? extends HostTensor> state) {
    return loadStateDict(state, LoadOptions.strict());
  }

  /**
   * Takes the values that a state has for the model.
   *
   * @return what was loaded, and what was not
   * @throws ModelException if it does not fit; then nothing was loaded
   */
  public final LoadReport loadStateDict(
      Map<String, ? extends HostTensor> state, LoadOptions options) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    state.forEach((name, tensor) -> types.put(name, tensor.type()));
    MemberTree tree = tree();
    LoadReport report = StateMatch.of(tree, types, options);
    Map<String, StateTensor> own = tree.named(StateTensor.class);
    report.loaded().forEach((name, source) -> own.get(name).tensor().write(state.get(source)));
    return report;
  }

  /**
   * Says what {@link #loadStateDict} would load of a state of these types, and what not; it loads
   * nothing.
   *
   * @throws ModelException if the state does not fit
   */
  public final LoadReport match(Map<String, TensorType> state, LoadOptions options) {
    return StateMatch.of(tree(), state, options);
  }

  /** Frees parameters and buffers. */
  @Override
  public void close() {
    new MemberTree(this).tensors(StateTensor.class).forEach(StateTensor::close);
  }
}
