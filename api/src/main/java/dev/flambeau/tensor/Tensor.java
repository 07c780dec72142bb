package dev.flambeau.tensor;

import dev.flambeau.backend.View;
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
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Unary;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.GradientTarget.Leaf;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.DeviceMismatchException;
import dev.flambeau.tensor.error.GradientException;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.memory.LabelRange;
import dev.flambeau.tensor.memory.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.UnaryOperator;
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
  private @Nullable GradientTarget gradientTarget;

  /** Makes a tensor that is one of the owners of its memory, who were counted before. */
  Tensor(Device device, Storage storage, View view) {
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
    return Dispatch.run(op, inputs);
  }

  /** Runs an op that has one output, as one made by {@link dev.flambeau.op.Elementwise#of}. */
  public static Tensor apply(Op op, Tensor... inputs) {
    return apply(op, List.of(inputs)).get(0);
  }

  /** Makes a tensor in memory that is held, as one more of its owners. */
  static Tensor of(Device device, Storage storage, View view) {
    storage.retain();
    return new Tensor(device, storage, view);
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
    return Dispatch.consuming(constant, () -> binary(op, constant));
  }

  /** A single number of this tensor's type and device, to be stretched. */
  public Tensor constant(double value) {
    return constant(value, Shape.SCALAR);
  }

  /** A tensor of one value, of this tensor's type and device. */
  public Tensor constant(double value, Shape shape) {
    return Dispatch.run(device, new Fill(type.dtype(), shape, value), List.of()).get(0);
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

  /** The cosine, of radians, correctly rounded for any size of angle; NaN of infinities. */
  public Tensor cos() {
    return unary(new Unary.Cos());
  }

  /**
   * The error function, {@code 2/√π} times the integral of {@code e^(−t²)} from 0, correctly
   * rounded.
   */
  public Tensor erf() {
    return unary(new Unary.Erf());
  }

  /** {@code e^this}, correctly rounded. */
  public Tensor exp() {
    return unary(new Unary.Exp());
  }

  /** {@code e^this − 1}, correctly rounded, so with all its digits near 0. */
  public Tensor expm1() {
    return unary(new Unary.Expm1());
  }

  /** The natural logarithm, correctly rounded; −∞ of 0 and NaN below. */
  public Tensor log() {
    return unary(new Unary.Log());
  }

  /** {@code log(1 + this)}, correctly rounded, so with all its digits near 0. */
  public Tensor log1p() {
    return unary(new Unary.Log1p());
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

  /** The sine, of radians, correctly rounded for any size of angle; NaN of infinities. */
  public Tensor sin() {
    return unary(new Unary.Sin());
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
   * @throws dev.flambeau.op.AttributeException if a bound is NaN
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
    return Dispatch.consuming(constant, () -> lerp(end, constant));
  }

  /** {@code this} between −1 and 1; at these its gradient is 0. */
  public Tensor hardtanh() {
    return hardtanh(-1, 1);
  }

  /**
   * This, but no less than {@code min} and no more than {@code max}; NaN stays NaN. At the bounds
   * its gradient is 0.
   *
   * @throws dev.flambeau.op.AttributeException if a bound is NaN, or {@code min} is above {@code
   *     max}
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
   * @throws dev.flambeau.op.AttributeException if the slope is NaN or infinite
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

  /** {@code log(1 + exp(this))}, where nothing overflows. */
  public Tensor softplus() {
    return softplus(1);
  }

  /**
   * {@code log(1 + exp(beta · this)) / beta}: nearer to {@code relu} for a larger beta.
   *
   * @throws dev.flambeau.op.AttributeException if beta is NaN or infinite
   */
  public Tensor softplus(double beta) {
    return unary(new Activation.Softplus(beta));
  }

  /** The logarithm of the sigmoid. */
  public Tensor logSigmoid() {
    return unary(new Activation.LogSigmoid());
  }

  /** {@code this > 0 ? this : expm1(this)}. */
  public Tensor elu() {
    return elu(1);
  }

  /**
   * {@code this > 0 ? this : alpha · expm1(this)}.
   *
   * @throws dev.flambeau.op.AttributeException if alpha is NaN or infinite
   */
  public Tensor elu(double alpha) {
    return unary(new Activation.Elu(alpha));
  }

  /**
   * {@code this > 0 ? this : alpha · expm1(this / alpha)}.
   *
   * @throws dev.flambeau.op.AttributeException if alpha is NaN or infinite
   */
  public Tensor celu(double alpha) {
    return unary(new Activation.Celu(alpha));
  }

  /** {@code elu} with the two numbers that make activations tend to mean 0 and variance 1. */
  public Tensor selu() {
    return unary(new Activation.Selu());
  }

  /** {@code this · Φ(this)}, Φ being the normal distribution, by erf. */
  public Tensor gelu() {
    return unary(new Activation.Gelu());
  }

  /** What is near {@code gelu}, by tanh: PyTorch's {@code approximate="tanh"}. */
  public Tensor geluTanh() {
    return unary(new Activation.GeluTanh());
  }

  /** {@code this · tanh(softplus(this))}. */
  public Tensor mish() {
    return unary(new Activation.Mish());
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

  /** The softmax of minus this over an axis. */
  public Tensor softmin(int axis) {
    Tensor minus = neg();
    return Dispatch.consuming(minus, () -> minus.softmax(axis));
  }

  /**
   * The first half along an axis times the sigmoid of the second.
   *
   * @throws ShapeMismatchException if the axis has no halves
   */
  public Tensor glu(int axis) {
    int size = shape().size(axis("glu", axis));
    if (size % 2 != 0) {
      throw new ShapeMismatchException(
          "glu: takes two halves along axis " + axis + ", was given " + shape());
    }
    Tensor gate = slice(axis, size / 2, size);
    return slice(axis, 0, size / 2).mul(gate.sigmoid());
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
    return gradientTarget != null && gradientTarget.isWanted();
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
    if (gradientTarget instanceof Tape.Entry) {
      throw new GradientException(
          "requiresGrad: the tensor was computed from others; ask it of those, or of detach()");
    }
    Leaf leaf = leaf();
    if (leaf == null) {
      leaf = new Leaf();
      gradientTarget = leaf;
    }
    leaf.want(wanted);
    return this;
  }

  /** The gradient that backward has left here; it belongs to this tensor. */
  public Optional<Tensor> grad() {
    Leaf leaf = leaf();
    return leaf == null ? Optional.empty() : Optional.ofNullable(leaf.gradient());
  }

  /** Frees the gradient. */
  public void zeroGrad() {
    Leaf leaf = leaf();
    if (leaf != null) {
      leaf.clear();
    }
  }

  /** The same values without a history; shares this tensor's memory. */
  public Tensor detach() {
    try (Operands held = Operands.of("detach", this)) {
      return of(device, storage, view);
    }
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
    backward(GraphMode.FREE);
  }

  /** The same; the graph may be kept. */
  public void backward(GraphMode mode) {
    BackwardWalk.backward(this, mode);
  }

  /** The same from a tensor whose gradient, of its own shape, is given. */
  public void backward(Tensor gradient) {
    backward(gradient, GraphMode.FREE);
  }

  /** The same; the graph may be kept. */
  public void backward(Tensor gradient, GraphMode mode) {
    BackwardWalk.backward(this, gradient, mode);
  }

  /**
   * Has a function called with the gradient of this tensor in each backward pass, once all of it
   * has arrived. What the function gives takes the gradient's place: the gradient itself, or
   * another of its type. It is shared, not to be changed in place, and closed afterwards. A model
   * that moves has other tensors.
   *
   * @throws GradientException if no gradient is wanted
   */
  public Autograd.Hook registerHook(UnaryOperator<Tensor> function) {
    GradientTarget target = gradientTarget;
    if (target == null || !target.isWanted()) {
      throw new GradientException(
          "registerHook: this tensor gets no gradient. Ask for one with requiresGrad(true).");
    }
    return target.hook(this, function);
  }

  /** Where its gradient arrives; null if none was ever asked for. */
  @Nullable GradientTarget gradientTarget() {
    return gradientTarget;
  }

  /** Notes the op that it was made by, to which its gradient is handed on. */
  void recordedBy(Tape.Entry maker) {
    gradientTarget = maker;
  }

  /** Where it keeps its gradient, if it was ever asked for one and was not computed from others. */
  private @Nullable Leaf leaf() {
    return gradientTarget instanceof Leaf leaf ? leaf : null;
  }

  // ---- to and from the host ----

  /**
   * This tensor's values on another device, without a history; this tensor itself where it lives
   * there already, as in PyTorch, so that to close it is to close this one.
   */
  public Tensor to(Device other) {
    return other == device ? this : TensorTransfer.to(other, this);
  }

  /** Replaces the values of this FLOAT32 tensor, in place and unrecorded. */
  public void write(float... values) {
    TensorTransfer.write(values, this);
  }

  /**
   * Replaces the values of this tensor, in place and unrecorded.
   *
   * @throws ShapeMismatchException if the values are of another shape or type
   */
  public void write(HostTensor values) {
    TensorTransfer.write(values, this);
  }

  /**
   * Replaces this tensor's values by those of one of the same type, on any device, in place and
   * without a gradient. In a step that is captured both are floats on one device, and every run of
   * the step does it anew.
   */
  public void copyFrom(Tensor source) {
    TensorTransfer.replace(this, source);
  }

  /** Waits, and copies the elements to the host: floats in row-major order. */
  public float[] toFloats() {
    return (float[]) TensorTransfer.read(this, "toFloats", DType.FLOAT32);
  }

  /** Waits, and copies FLOAT64 elements to the host. */
  public double[] toDoubles() {
    return (double[]) TensorTransfer.read(this, "toDoubles", DType.FLOAT64);
  }

  /** Waits, and copies INT32 elements to the host. */
  public int[] toInts() {
    return (int[]) TensorTransfer.read(this, "toInts", DType.INT32);
  }

  /** Waits, and copies BOOL elements to the host. */
  public boolean[] toBooleans() {
    return (boolean[]) TensorTransfer.read(this, "toBooleans", DType.BOOL);
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
