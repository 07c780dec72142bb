package dev.flambeau.tensor;

import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.Activation;
import dev.flambeau.op.Arithmetic;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.DType;
import dev.flambeau.op.Extremum;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Lerp;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Unary;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.DeviceMismatchException;
import dev.flambeau.tensor.error.GradientException;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.memory.HostTransfer;
import dev.flambeau.tensor.memory.LabelRange;
import dev.flambeau.tensor.memory.Leaks;
import dev.flambeau.tensor.memory.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers on a device: dense, row-major, of one type.
 *
 * <p>Every op gives a new tensor, computed asynchronously, in the order in which it was asked for;
 * a reshape or a slice of the outermost axis shares its input's memory. Shapes stretch by NumPy's
 * rules. Axes are counted from 0, or from −1 backwards. What each op gives, bit by bit, stands in
 * docs/numerics.md.
 *
 * <p>A tensor is freed by {@link #close}, or by the {@link Scope} in which it was made.
 *
 * <p>Beside those named at a method, every op throws {@link ClosedTensorException} for a tensor
 * that has been closed, {@link DeviceMismatchException} for tensors of different devices, {@link
 * ShapeMismatchException} for shapes and {@link TypeMismatchException} for element types that do
 * not fit.
 */
public final class Tensor implements AutoCloseable {
  /** Settles which of two threads closes a tensor, without an object a tensor. */
  private static final AtomicIntegerFieldUpdater<Tensor> CLOSED =
      AtomicIntegerFieldUpdater.newUpdater(Tensor.class, "closed");

  private final Device device;
  private final Storage storage;
  private final TensorType type;
  private final View view;

  /** 0 while it is open. */
  private volatile int closed;

  private @Nullable Scope scope;
  private boolean requiresGrad;
  private @Nullable Tensor grad;
  private Tape.@Nullable Entry entry;
  private int outputNumber;

  private Tensor(Device device, Storage storage, View view) {
    this.device = device;
    this.storage = storage;
    this.type = view.type();
    this.view = view;
    this.scope = Scope.register(this);
  }

  // ---- how an op is run ----

  /**
   * Runs any op on tensors of one device, of which there must be one.
   *
   * @throws ShapeMismatchException also if there is none
   */
  public static List<Tensor> apply(Op op, List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeMismatchException(
          op.name() + ": takes one tensor or more, which tell the device, was given none");
    }
    return apply(inputs.get(0).device, op, inputs);
  }

  /** Runs an op that has one output, as one made by {@link dev.flambeau.op.Elementwise#of}. */
  public static Tensor apply(Op op, Tensor... inputs) {
    return apply(op, List.of(inputs)).get(0);
  }

  static List<Tensor> apply(Device device, Op op, List<Tensor> inputs) {
    try (Operands operands = Operands.of(op, device, inputs)) {
      List<View> views = operands.views();
      List<TensorType> types = operands.types();
      List<TensorType> made = op.infer(types);
      Optional<View> shared = Execution.view(op, types, views);
      List<Tensor> outputs =
          shared.isPresent()
              ? List.of(inputs.get(0).share(shared.get()))
              : compute(device, op, views, made);
      Tape.record(op, inputs, outputs);
      Recording.add(op, inputs, outputs);
      return outputs;
    }
  }

  private static List<Tensor> compute(
      Device device, Op op, List<View> inputs, List<TensorType> types) {
    List<Tensor> outputs = new ArrayList<>(types.size());
    List<View> views = new ArrayList<>(types.size());
    try {
      for (TensorType type : types) {
        Tensor output = allocate(device, type);
        outputs.add(output);
        views.add(output.view);
      }
      execute(device, op, inputs, views);
    } catch (OutOfDeviceMemoryException e) {
      outputs.forEach(Tensor::close);
      throw e.askedBy(op.name());
    } catch (RuntimeException | Error e) {
      outputs.forEach(Tensor::close);
      throw e;
    }
    return outputs;
  }

  /** A step that is recorded is computed by its plan, once that is ready. */
  private static void execute(Device device, Op op, List<View> inputs, List<View> outputs) {
    if (!Recording.isOpen()) {
      Execution.run(device.backend(), op, inputs, outputs);
    }
  }

  /** Runs an op that changes tensors in place: its outputs lie where its first inputs do. */
  static void applyInPlace(Op op, List<Tensor> inputs, int changed) {
    Device device = inputs.get(0).device;
    try (Operands operands = Operands.of(op, device, inputs)) {
      List<View> views = operands.views();
      op.infer(operands.types());
      for (int i = 0; i < changed; i++) {
        inputs.get(i).storage.change();
      }
      execute(device, op, views, views.subList(0, changed));
      Recording.add(op, inputs, inputs.subList(0, changed));
    }
  }

  static Tensor allocate(Device device, TensorType type) {
    if (!device.info().dtypes().contains(type.dtype())) {
      throw new TypeMismatchException(
          type.dtype()
              + " does not exist on "
              + device.name()
              + ", which has "
              + device.info().dtypes().stream().sorted().toList()
              + ". FLOAT64 is for gradient checks, on cpu:reference.");
    }
    Buffer buffer = memory(device, type);
    return new Tensor(
        device, new Storage(buffer, type, device.lifetime()), new View(buffer, 0, type));
  }

  /**
   * Forgotten tensors, which the garbage collector had no reason to look for, may hold the room.
   */
  private static Buffer memory(Device device, TensorType type) {
    try {
      return device.backend().allocate(type.dtype(), type.elements());
    } catch (OutOfDeviceMemoryException e) {
      if (Leaks.collect()) {
        return device.backend().allocate(type.dtype(), type.elements());
      }
      throw e;
    }
  }

  /** A new tensor with values from elsewhere; if they fail to arrive, there is none. */
  static Tensor filled(Device device, String what, TensorType type, Consumer<View> fill) {
    try {
      Tensor tensor = allocate(device, type);
      try {
        fill.accept(tensor.view);
        return tensor;
      } catch (RuntimeException | Error e) {
        tensor.close();
        throw e;
      }
    } catch (OutOfDeviceMemoryException e) {
      throw e.askedBy(what);
    }
  }

  /** Another tensor with the memory of this one, which is held. */
  private Tensor share(View part) {
    return of(device, storage, part);
  }

  /** A tensor in memory that is held. */
  static Tensor of(Device device, Storage storage, View view) {
    storage.retain();
    return new Tensor(device, storage, view);
  }

  /** Another tensor with this one's memory and no history. */
  Tensor alias() {
    try (Operands held = Operands.of("alias", this)) {
      return share(view);
    }
  }

  /** The same values in memory of their own, without a history; unrecorded. */
  Tensor copyOn(Device expected) {
    check("copy", expected);
    try (Operands held = Operands.of("copy", this)) {
      return filled(device, "copy", type, copy -> device.backend().copy(view, copy)).knownAs(this);
    }
  }

  /**
   * Keeps its memory as it is until {@link Storage#release}; {@link Operands} sees to both.
   *
   * @return whether it can be used with tensors of that device
   */
  boolean hold(Device expected) {
    return device == expected && closed == 0 && !device.lifetime().isClosed() && storage.retain();
  }

  void check(String op, Device expected) {
    if (isClosed() || device.lifetime().isClosed() || device != expected) {
      throw refusal(op, expected);
    }
  }

  /** Why it cannot be used. */
  RuntimeException refusal(String op, Device expected) {
    boolean isOfClosedDevice = !isClosed() && device.lifetime().isClosed();
    if (isClosed() || isOfClosedDevice || device == expected) {
      return new ClosedTensorException(
          op
              + ": the tensor "
              + type
              + " has been closed, by itself or with its "
              + (isOfClosedDevice ? "device " + device.name() : "scope")
              + ". Use it before that, or keep it with Scope.keep.");
    }
    String other = device.name();
    boolean isNamesake = expected.name().equals(other);
    return new DeviceMismatchException(
        op
            + ": tensors must live on one device, were given "
            + (isNamesake
                ? "two that were both opened as " + other + ". Open it once and share it, or move"
                : expected.name() + " and " + other + ". Move")
            + " one with to(device).");
  }

  View view() {
    return view;
  }

  /** The scope that will close it. */
  @Nullable Scope scope() {
    return scope;
  }

  void moveTo(@Nullable Scope other) {
    scope = other;
  }

  Storage storage() {
    return storage;
  }

  private Tensor unary(Op op) {
    return apply(op, List.of(this)).get(0);
  }

  private Tensor binary(Op op, Tensor other) {
    return apply(op, List.of(this, other)).get(0);
  }

  private Tensor binary(Op op, double number) {
    Tensor constant = constant(number);
    return consuming(constant, () -> binary(op, constant));
  }

  /** What an op gives with an operand made for it alone, which goes when nothing needs it. */
  static Tensor consuming(Tensor operand, Supplier<Tensor> op) {
    operand.storage.silence();
    try {
      Tensor result = op.get();
      Tape.own(result, operand);
      return result;
    } catch (RuntimeException | Error e) {
      operand.close();
      throw e;
    }
  }

  /** A single number of this tensor's type and device, to be stretched. */
  public Tensor constant(double value) {
    return constant(value, Shape.SCALAR);
  }

  /** A tensor of one value, of this tensor's type and device. */
  public Tensor constant(double value, Shape shape) {
    return apply(device, new Fill(type.dtype(), shape, value), List.of()).get(0);
  }

  // ---- what it is ----

  /** The device that it lives on. */
  public Device device() {
    return device;
  }

  /** The sizes of its axes. */
  public Shape shape() {
    return type.shape();
  }

  /** The type of its elements. */
  public DType dtype() {
    return type.dtype();
  }

  /** Whether it has been closed. */
  public boolean isClosed() {
    return closed != 0;
  }

  // ---- elementwise ----

  /** {@code −this}. */
  public Tensor neg() {
    return unary(new Unary.Neg());
  }

  /** {@code |this|}. */
  public Tensor abs() {
    return unary(new Unary.Abs());
  }

  /** {@code e^this}, correctly rounded. */
  public Tensor exp() {
    return unary(new Unary.Exp());
  }

  /** The natural logarithm, correctly rounded; −∞ of 0 and NaN below. */
  public Tensor log() {
    return unary(new Unary.Log());
  }

  /** The square root, correctly rounded; NaN below 0. */
  public Tensor sqrt() {
    return unary(new Unary.Sqrt());
  }

  /** {@code this ≤ 0 ? 0 : this}; NaN stays NaN. */
  public Tensor relu() {
    return unary(new Unary.Relu());
  }

  /** {@code 1 / (1 + e^−this)}, correctly rounded. */
  public Tensor sigmoid() {
    return unary(new Unary.Sigmoid());
  }

  /** The hyperbolic tangent, correctly rounded. */
  public Tensor tanh() {
    return unary(new Unary.Tanh());
  }

  /** {@code this + other}. */
  public Tensor add(Tensor other) {
    return binary(new Binary.Add(), other);
  }

  /** {@code this + number}. */
  public Tensor add(double number) {
    return binary(new Binary.Add(), number);
  }

  /** {@code this − other}. */
  public Tensor sub(Tensor other) {
    return binary(new Binary.Sub(), other);
  }

  /** {@code this − number}. */
  public Tensor sub(double number) {
    return binary(new Binary.Sub(), number);
  }

  /** {@code this · other}, element by element. */
  public Tensor mul(Tensor other) {
    return binary(new Binary.Mul(), other);
  }

  /** {@code this · number}. */
  public Tensor mul(double number) {
    return binary(new Binary.Mul(), number);
  }

  /** {@code this / other}, element by element. */
  public Tensor div(Tensor other) {
    return binary(new Binary.Div(), other);
  }

  /** {@code this / number}. */
  public Tensor div(double number) {
    return binary(new Binary.Div(), number);
  }

  /** {@code this · factor + term}, rounded once. */
  public Tensor fma(Tensor factor, Tensor term) {
    return apply(new Ternary.Fma(), List.of(this, factor, term)).get(0);
  }

  /** {@code this · this}. */
  public Tensor square() {
    return unary(new Arithmetic.Square());
  }

  /** {@code 1 / this}. */
  public Tensor reciprocal() {
    return unary(new Arithmetic.Reciprocal());
  }

  /** {@code 1 / √this}, rounded twice. */
  public Tensor rsqrt() {
    return unary(new Arithmetic.Rsqrt());
  }

  /**
   * This, but no less than {@code min} and no more than {@code max}; NaN stays NaN. At the bounds
   * it passes the gradient.
   *
   * @throws IllegalArgumentException if a bound is NaN
   */
  public Tensor clamp(double min, double max) {
    return unary(new Arithmetic.Clamp(min, max));
  }

  /** The larger of the two; NaN where one is NaN. Equal ones share the gradient. */
  public Tensor maximum(Tensor other) {
    return binary(new Extremum.Maximum(), other);
  }

  /** The smaller of the two; NaN where one is NaN. Equal ones share the gradient. */
  public Tensor minimum(Tensor other) {
    return binary(new Extremum.Minimum(), other);
  }

  /** {@code this + weight · (end − this)}, computed from the nearer end. */
  public Tensor lerp(Tensor end, Tensor weight) {
    return apply(new Lerp(), this, end, weight);
  }

  /** {@code this + weight · (end − this)}, computed from the nearer end. */
  public Tensor lerp(Tensor end, double weight) {
    Tensor constant = constant(weight);
    return consuming(constant, () -> lerp(end, constant));
  }

  /** {@code this} between −1 and 1; at these its gradient is 0. */
  public Tensor hardtanh() {
    return hardtanh(-1, 1);
  }

  /**
   * This, but no less than {@code min} and no more than {@code max}; NaN stays NaN. At the bounds
   * its gradient is 0.
   *
   * @throws IllegalArgumentException if a bound is NaN, or {@code min} is above {@code max}
   */
  public Tensor hardtanh(double min, double max) {
    return unary(new Activation.Hardtanh(min, max));
  }

  /** {@code this} between 0 and 6; at these its gradient is 0. */
  public Tensor relu6() {
    return unary(new Activation.Relu6());
  }

  /** {@code (this + 3) / 6} between 0 and 1; at these its gradient is 0. */
  public Tensor hardsigmoid() {
    return unary(new Activation.Hardsigmoid());
  }

  /** {@code this · hardsigmoid(this)}. */
  public Tensor hardswish() {
    return unary(new Activation.Hardswish());
  }

  /**
   * {@code this > 0 ? this : this · slope}.
   *
   * @throws IllegalArgumentException if the slope is NaN or infinite
   */
  public Tensor leakyRelu(double slope) {
    return unary(new Activation.LeakyRelu(slope));
  }

  /** {@code this · sigmoid(this)}. */
  public Tensor silu() {
    return unary(new Activation.Silu());
  }

  /** {@code this / (|this| + 1)}. */
  public Tensor softsign() {
    return unary(new Activation.Softsign());
  }

  /** {@code this − tanh this}. */
  public Tensor tanhshrink() {
    return unary(new Activation.Tanhshrink());
  }

  /** Where the two are equal; BOOL. NaN equals nothing, −0 equals 0. */
  public Tensor eq(Tensor other) {
    return binary(new Compare.Equal(), other);
  }

  /** Where the two differ; BOOL. NaN differs from everything. */
  public Tensor ne(Tensor other) {
    return binary(new Compare.NotEqual(), other);
  }

  /** Where this is less; BOOL. */
  public Tensor lt(Tensor other) {
    return binary(new Compare.Less(), other);
  }

  /** Where this is less or equal; BOOL. */
  public Tensor le(Tensor other) {
    return binary(new Compare.LessEqual(), other);
  }

  /** Where this is greater; BOOL. */
  public Tensor gt(Tensor other) {
    return other.lt(this);
  }

  /** Where this is greater or equal; BOOL. */
  public Tensor ge(Tensor other) {
    return other.le(this);
  }

  /** {@code condition ? a : b}, element by element. */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return apply(new Ternary.Where(), List.of(condition, a, b)).get(0);
  }

  // ---- products ----

  /**
   * Matrix product: {@code out[…, i, j] = Σₖ this[…, i, k] · other[…, k, j]}.
   *
   * <p>Leading sizes broadcast by NumPy's rules. Each sum starts at 0 and adds by fma, k ascending
   * (docs/numerics.md, "Contractions"), so every device gives the same bits. K = 0 gives zeros.
   *
   * @param other {@code (…, K, N)}
   * @return {@code (…, M, N)}, where this tensor is {@code (…, M, K)}
   */
  public Tensor matmul(Tensor other) {
    return matmul(other, false, false);
  }

  /**
   * The matrix product of operands that lie transposed where asked for; nothing is moved.
   *
   * @param transposeThis whether this tensor is {@code (…, K, M)}
   * @param transposeOther whether the other is {@code (…, N, K)}
   */
  public Tensor matmul(Tensor other, boolean transposeThis, boolean transposeOther) {
    return binary(new MatMul(transposeThis, transposeOther), other);
  }

  // ---- reductions ----

  /** The sum of all elements, {@code ()}. */
  public Tensor sum() {
    return sum(allAxes(), false);
  }

  /** The sums over some axes, which stay with size 1 if {@code keepDim}; the sum of none is 0. */
  public Tensor sum(int[] axes, boolean keepDim) {
    return unary(new Reduction.Sum(axes("sum", axes), keepDim));
  }

  /** The mean of all elements, {@code ()}. */
  public Tensor mean() {
    return mean(allAxes(), false);
  }

  /** The means over some axes; NaN of none. */
  public Tensor mean(int[] axes, boolean keepDim) {
    return unary(new Reduction.Mean(axes("mean", axes), keepDim));
  }

  /** The largest of all elements, {@code ()}; NaN if any is. */
  public Tensor max() {
    return max(allAxes(), false);
  }

  /** The largest over some axes; NaN if any is. */
  public Tensor max(int[] axes, boolean keepDim) {
    return unary(new Reduction.Max(axes("max", axes), keepDim));
  }

  /** Where along an axis the first largest element stands, or the first NaN; INT32. */
  public Tensor argmax(int axis) {
    int at = axis("argmax", axis);
    Tensor places = unary(new Reduction.ArgMax(at, false));
    places.storage.know(new LabelRange(0, shape().size(at) - 1, false));
    return places;
  }

  /** The softmax over an axis. */
  public Tensor softmax(int axis) {
    return unary(new Softmax(axis("softmax", axis), false));
  }

  /** The logarithm of the softmax over an axis. */
  public Tensor logSoftmax(int axis) {
    return unary(new Softmax(axis("logSoftmax", axis), true));
  }

  // ---- movements ----

  /** The same elements under another shape; shares this tensor's memory. */
  public Tensor reshape(int... sizes) {
    return unary(new Movement.Reshape(Shape.of(sizes)));
  }

  /** This tensor with a new axis of size 1 at {@code axis}. */
  public Tensor unsqueeze(int axis) {
    int rank = shape().rank();
    int at = axis < 0 ? axis + rank + 1 : axis;
    if (at < 0 || at > rank) {
      throw new ShapeMismatchException(
          "unsqueeze: a new axis of "
              + shape()
              + " is one of 0 to "
              + rank
              + ", was given "
              + axis);
    }
    int[] sizes = shape().slice(0, at).append(1).append(shape().slice(at, rank).sizes()).sizes();
    return reshape(sizes);
  }

  /** This tensor repeated along axes of size 1 and new leading ones. */
  public Tensor expand(int... sizes) {
    return unary(new Movement.Expand(Shape.of(sizes)));
  }

  /** Two axes exchanged. */
  public Tensor transpose(int first, int second) {
    int[] permutation = allAxes();
    permutation[axis("transpose", first)] = axis("transpose", second);
    permutation[axis("transpose", second)] = axis("transpose", first);
    return permute(permutation);
  }

  /** Axis {@code i} of the result is axis {@code permutation[i]} of this tensor. */
  public Tensor permute(int... permutation) {
    List<Integer> axes = Arrays.stream(permutation).mapToObj(a -> axis("permute", a)).toList();
    return unary(new Movement.Transpose(axes));
  }

  /** The positions from {@code start} up to and without {@code end} along an axis. */
  public Tensor slice(int axis, int start, int end) {
    return unary(new Movement.Slice(axis("slice", axis), start, end));
  }

  /** Zeros before and after along an axis. */
  public Tensor pad(int axis, int before, int after) {
    return unary(new Movement.Pad(axis("pad", axis), before, after));
  }

  /** Tensors one behind the other along an axis; their other sizes must agree. */
  public static Tensor concat(int axis, Tensor... tensors) {
    if (tensors.length == 0) {
      throw new ShapeMismatchException("concat: takes at least one tensor, was given none");
    }
    int at = tensors[0].axis("concat", axis);
    return apply(new Movement.Concat(at), List.of(tensors)).get(0);
  }

  /** Tensors of one shape along a new axis. */
  public static Tensor stack(int axis, Tensor... tensors) {
    Tensor[] rows = new Tensor[tensors.length];
    try {
      Arrays.setAll(rows, i -> tensors[i].unsqueeze(axis));
      return concat(axis, rows);
    } finally {
      for (Tensor row : rows) {
        if (row != null) {
          row.close(); // its gradient needs the shape alone
        }
      }
    }
  }

  // ---- types ----

  /** The same values in another type; to its own type it is a copy. */
  public Tensor cast(DType dtype) {
    return unary(new Cast(dtype));
  }

  /**
   * From INT32 labels {@code (…)} to FLOAT32 {@code (…, classes)}.
   *
   * @throws LabelException if the host knows of a label that is no class; of one that the device
   *     has computed the row is NaN, and the next read throws
   */
  public Tensor oneHot(int classes) {
    return oneHot(classes, DType.FLOAT32);
  }

  /** The same in another floating-point type. */
  public Tensor oneHot(int classes, DType dtype) {
    OneHot op = new OneHot(classes, dtype);
    op.infer(List.of(type));
    LabelCheck.of(op.name(), this, classes, false);
    return unary(op);
  }

  // ---- gradients ----

  /** Whether a gradient is wanted, for this tensor or for one that it was computed from. */
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /**
   * Asks for a gradient, or no longer; for tensors that were not computed from others that do.
   *
   * @return this tensor
   */
  public Tensor requiresGrad(boolean wanted) {
    if (wanted && !type.dtype().isFloating()) {
      throw new TypeMismatchException(
          "requiresGrad: only floating-point tensors have gradients, this one is " + type);
    }
    if (entry != null) {
      throw new GradientException(
          "requiresGrad: the tensor was computed from others; ask it of those, or of detach()");
    }
    requiresGrad = wanted;
    return this;
  }

  /** The gradient that backward has left here; it belongs to this tensor. */
  public Optional<Tensor> grad() {
    return Optional.ofNullable(grad);
  }

  /** Frees the gradient. */
  public void zeroGrad() {
    if (grad != null) {
      grad.close();
      grad = null;
    }
  }

  /** The same values without a history; shares this tensor's memory. */
  public Tensor detach() {
    return alias();
  }

  /**
   * While what this gives is open, this thread records nothing for gradients; other threads, as
   * those of a parallel stream, do.
   */
  public static NoGrad noGrad() {
    return new NoGrad();
  }

  /**
   * Computes the gradient of this single number for every tensor that asked for one, adding to what
   * is there. The graph is walked once, and freed on the way.
   *
   * @throws GradientException if this is not a single number, or nothing it depends on wants one
   */
  public void backward() {
    if (type.elements() != 1) {
      throw new GradientException(
          "backward: starts from a single number, was given "
              + type
              + ". Reduce it with sum() or mean(), or hand over its gradient: backward(gradient).");
    }
    checkBackward();
    Tape.backward(this, Scope.outside(() -> constant(1, shape())), true);
  }

  /** The same from a tensor whose gradient, of its own shape, is given. */
  public void backward(Tensor gradient) {
    checkBackward();
    gradient.check("backward", device);
    if (!gradient.type.equals(type)) {
      throw new ShapeMismatchException(
          "backward: the gradient must be " + type + ", was given " + gradient.type);
    }
    Tape.backward(this, gradient, false);
  }

  private void checkBackward() {
    check("backward", device);
    if (!requiresGrad) {
      throw new GradientException(
          "backward: nothing that this tensor was computed from wants a gradient. Ask for one with"
              + " requiresGrad(true), outside noGrad().");
    }
  }

  void recordedBy(Tape.Entry maker, int output) {
    if (type.dtype().isFloating()) {
      entry = maker;
      outputNumber = output;
      requiresGrad = true;
    }
  }

  Tape.@Nullable Entry entry() {
    return entry;
  }

  int outputNumber() {
    return outputNumber;
  }

  void accumulate(Tensor gradient) {
    if (requiresGrad) {
      grad = Tape.sum(grad, gradient);
    }
  }

  /** Gives the gradient memory of its own if it shares it with the seed or another's gradient. */
  void ownGrad() {
    Tensor shared = grad;
    if (shared != null && !shared.storage.hasOneOwner()) {
      grad = Scope.outside(() -> shared.cast(shared.dtype()));
      shared.close();
    }
  }

  // ---- to and from the host ----

  /**
   * This tensor's values on another device, without a history; this tensor itself where it lives
   * there already, as in PyTorch, so that to close it is to close this one.
   */
  public Tensor to(Device other) {
    if (other == device) {
      return this;
    }
    try (Operands held = Operands.of("to", this)) {
      Recording.refuseRead();
      return filled(
              other,
              "to",
              type,
              copy -> HostTransfer.copy(device.backend(), view, other.backend(), copy))
          .knownAs(this);
    }
  }

  /** Replaces the values of this FLOAT32 tensor, in place and unrecorded. */
  public void write(float... values) {
    if (type.dtype() != DType.FLOAT32 || values.length != type.elements()) {
      check("write", device);
      throw new ShapeMismatchException(
          "write: " + values.length + " FLOAT32 values were given for " + type);
    }
    write((Object) values);
  }

  /**
   * Replaces the values of this tensor, in place and unrecorded.
   *
   * @throws ShapeMismatchException if the values are of another shape or type
   */
  public void write(HostTensor values) {
    if (!values.type().equals(type)) {
      check("write", device);
      throw new ShapeMismatchException(
          "write: the values must be " + type + ", were given as " + values.type());
    }
    write(values.array());
  }

  private void write(Object array) {
    try (Operands held = Operands.of("write", this)) {
      Recording.refuseWrite("write");
      storage.change();
      HostTransfer.write(device.backend(), array, view);
      if (isWhole()) {
        storage.know(LabelRange.of(array));
      }
    } catch (OutOfDeviceMemoryException e) {
      throw e.askedBy("write");
    }
  }

  /**
   * Replaces this tensor's values by those of one of the same type, on any device, in place and
   * without a gradient. In a step that is captured both are floats on one device, and every run of
   * the step does it anew.
   */
  public void copyFrom(Tensor source) {
    check("copyFrom", device);
    if (!source.type.equals(type)) {
      throw new ShapeMismatchException(
          "copyFrom: the source must be " + type + ", was given " + source.type);
    }
    if (Recording.isOpen() && source.device == device && type.dtype().isFloating()) {
      try (Tensor none = constant(0, Shape.of(0))) {
        Functional.update(new OptimizerUpdate.AssignUpdate(), List.of(this), List.of(source), none);
      }
      return;
    }
    try (Operands target = Operands.of("copyFrom", this);
        Operands held = Operands.of("copyFrom", source)) {
      Recording.refuse(
          "copyFrom: takes floats of one device in a step",
          "Copy before the step, or hand the values in as an input");
      storage.change();
      if (source.device == device) {
        device.backend().copy(source.view, view);
      } else {
        HostTransfer.copy(source.device.backend(), source.view, device.backend(), view);
      }
      if (isWhole()) {
        knownAs(source);
      }
    }
  }

  /** Whether it has all of the memory that it shares. */
  private boolean isWhole() {
    return type.elements() == storage.buffer().elements();
  }

  /** Notes that it has the values of another tensor, so that the host knows as much of them. */
  private Tensor knownAs(Tensor source) {
    storage.know(source.storage.labels());
    return this;
  }

  /** Waits, and copies the elements to the host: floats in row-major order. */
  public float[] toFloats() {
    return (float[]) array("toFloats", DType.FLOAT32);
  }

  /** Waits, and copies FLOAT64 elements to the host. */
  public double[] toDoubles() {
    return (double[]) array("toDoubles", DType.FLOAT64);
  }

  /** Waits, and copies INT32 elements to the host. */
  public int[] toInts() {
    return (int[]) array("toInts", DType.INT32);
  }

  /** Waits, and copies BOOL elements to the host. */
  public boolean[] toBooleans() {
    return (boolean[]) array("toBooleans", DType.BOOL);
  }

  /** Waits, and copies the elements to the host. */
  public HostTensor toHost() {
    return switch (type.dtype()) {
      case FLOAT32 -> new HostTensor.Floats(shape(), toFloats());
      case FLOAT64 -> new HostTensor.Doubles(shape(), toDoubles());
      case INT32 -> new HostTensor.Ints(shape(), toInts());
      case BOOL -> new HostTensor.Booleans(shape(), toBooleans());
    };
  }

  /** Waits, and gives the only element of a FLOAT32 tensor. */
  public float item() {
    if (type.elements() != 1) {
      throw new ShapeMismatchException("item: takes a single number, was given " + type);
    }
    return toFloats()[0];
  }

  private Object array(String method, DType expected) {
    if (type.dtype() != expected) {
      throw new TypeMismatchException(
          method + ": takes " + expected + ", this tensor is " + type + ". Cast it first.");
    }
    try (Operands held = Operands.of("read", this)) {
      Recording.refuseRead();
      device.labelFlags().read();
      Object array = HostTransfer.array(method, type);
      HostTransfer.read(device.backend(), view, array);
      return array;
    }
  }

  // ---- the rest ----

  private int[] allAxes() {
    return IntStream.range(0, shape().rank()).toArray();
  }

  private int axis(String op, int axis) {
    int rank = shape().rank();
    int at = axis < 0 ? axis + rank : axis;
    if (at < 0 || at >= rank) {
      throw new ShapeMismatchException(
          op + ": no axis " + axis + " in " + shape() + ", which has " + rank);
    }
    return at;
  }

  private List<Integer> axes(String op, int[] axes) {
    return Arrays.stream(axes).map(a -> axis(op, a)).sorted().boxed().toList();
  }

  /** Frees it, and its gradient. A second call does nothing. */
  @Override
  public void close() {
    if (CLOSED.compareAndSet(this, 0, 1)) {
      zeroGrad();
      storage.release();
    }
  }

  /** What it is, not what it holds: its type, shape and device. */
  @Override
  public String toString() {
    return "Tensor " + type + " on " + device.name() + (isClosed() ? ", closed" : "");
  }
}
