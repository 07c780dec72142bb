package dev.flambeau.tensor;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.Numerics;
import dev.flambeau.op.Arange;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.memory.Leaks;
import dev.flambeau.tensor.memory.Lifetime;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An opened device: what tensors live on.
 *
 * <p>Work on it is asynchronous and in order; only reading a tensor back, or {@link #synchronize},
 * waits. It may be used from several threads. Closing it frees everything on it.
 */
public final class Device implements AutoCloseable {
  private static @Nullable Backends backends;

  private final Backend backend;
  private final Numerics numerics;
  private final Lifetime lifetime;
  private final LabelFlags labelFlags = new LabelFlags();

  private Device(Backend backend, Numerics numerics) {
    this.backend = backend;
    this.numerics = numerics;
    this.lifetime = new Lifetime(backend.device().name());
  }

  /** A device over a backend that was opened for strict numerics; closing it closes that. */
  public static Device over(Backend backend) {
    return over(backend, Numerics.STRICT);
  }

  /** A device over a backend that was opened for these numerics; closing it closes that. */
  public static Device over(Backend backend, Numerics numerics) {
    return new Device(backend, numerics);
  }

  /** Found once, since drivers do not come and go while a program runs; none is asked for again. */
  private static synchronized Backends backends() {
    if (backends == null || backends.isEmpty()) {
      backends = Backends.discover();
    }
    return backends;
  }

  /** Every device that there is. */
  public static List<DeviceInfo> all() {
    return backends().devices();
  }

  /** Whether a device keeps the strict contract, found by trying it; the answer is kept. */
  public static Admission admission(DeviceInfo device) {
    return backends().admission(device);
  }

  /**
   * Opens the device that {@code -Dflambeau.device} or, without it, the environment's {@code
   * FLAMBEAU_DEVICE} names; without either {@code best}: a GPU that is strict without emulation,
   * else {@code cpu}.
   */
  public static Device open() {
    return open(defaultName());
  }

  /** The name that {@link #open()} opens: an empty one is as none. */
  public static String defaultName() {
    String environment = System.getenv().getOrDefault("FLAMBEAU_DEVICE", "");
    String given = System.getProperty("flambeau.device", "");
    String name = given.isBlank() ? environment : given;
    return name.isBlank() ? "best" : name.strip();
  }

  /**
   * Opens the device of this name: see {@link Backends} for what a name may be.
   *
   * @throws dev.flambeau.backend.DeviceNotFoundException if there is none, or several match
   * @throws dev.flambeau.backend.NumericsRefusedException if it cannot keep strict numerics
   */
  public static Device open(String name) {
    return open(name, BackendOptions.defaults());
  }

  /** Opens the device of this name with these options. */
  public static Device open(String name, BackendOptions options) {
    Leaks.configure();
    DeviceInfo device = backends().find(name);
    return new Device(backends().open(device, options), options.numerics());
  }

  /** What it is. */
  public DeviceInfo info() {
    return backend.device();
  }

  /** Its name: {@code cpu}, {@code opencl:0}. */
  public String name() {
    return lifetime.name();
  }

  /**
   * Whether it keeps the strict contract.
   *
   * @throws dev.flambeau.backend.DeviceNotFoundException if its backend is of no provider, so that
   *     nobody knows
   */
  public Admission admission() {
    return backends().admission(info());
  }

  /** The contract that it was opened for. */
  public Numerics numerics() {
    return numerics;
  }

  /** What it holds now. */
  public MemoryUse memory() {
    return backend.memory();
  }

  /** Waits until all work is done. */
  public void synchronize() {
    backend().synchronize();
  }

  /**
   * A FLOAT32 tensor of these values in row-major order.
   *
   * @throws dev.flambeau.op.ShapeMismatchException if their number is not the shape's
   */
  public Tensor tensor(float[] values, int... shape) {
    return tensor(DType.FLOAT32, Shape.of(shape), values);
  }

  /** A FLOAT64 tensor of these values; {@code cpu:reference} alone has the type. */
  public Tensor tensor(double[] values, int... shape) {
    return tensor(DType.FLOAT64, Shape.of(shape), values);
  }

  /** An INT32 tensor of these values in row-major order. */
  public Tensor tensor(int[] values, int... shape) {
    return tensor(DType.INT32, Shape.of(shape), values);
  }

  /** A BOOL tensor of these values in row-major order. */
  public Tensor tensor(boolean[] values, int... shape) {
    return tensor(DType.BOOL, Shape.of(shape), values);
  }

  /** A tensor of elements that lie on the host. */
  public Tensor tensor(HostTensor values) {
    return tensor(values.dtype(), values.shape(), values.array());
  }

  /**
   * Brings values here that change from step to step: into the tensor that had those before, if it
   * lies here, else into a new one of no scope, closing the other.
   *
   * @param before of the values' type; null at first
   */
  public Tensor bring(HostTensor values, @Nullable Tensor before) {
    if (before != null && before.device() == this) {
      before.write(values);
      return before;
    }
    Tensor here = Scope.outside(() -> tensor(values));
    if (before != null) {
      before.close();
    }
    return here;
  }

  /** A FLOAT32 tensor of zeros. */
  public Tensor zeros(int... shape) {
    return full(DType.FLOAT32, 0, Shape.of(shape));
  }

  /** A FLOAT32 tensor of ones. */
  public Tensor ones(int... shape) {
    return full(DType.FLOAT32, 1, Shape.of(shape));
  }

  /** A tensor of one value, rounded to the type. */
  public Tensor full(DType dtype, double value, Shape shape) {
    return Dispatch.run(this, new Fill(dtype, shape, value), List.of()).get(0);
  }

  /** The INT32 numbers from 0 up to and without {@code size}. */
  public Tensor arange(int size) {
    return arange(DType.INT32, size);
  }

  /**
   * The same in another type, each rounded to it.
   *
   * @throws dev.flambeau.op.TypeMismatchException if the type is BOOL
   */
  public Tensor arange(DType dtype, int size) {
    return Dispatch.run(this, new Arange(dtype, size), List.of()).get(0);
  }

  /**
   * A FLOAT32 tensor of random numbers, uniform in [0, 1).
   *
   * @throws dev.flambeau.tensor.error.RandomStateException if no {@link RandomState} is open
   */
  public Tensor rand(int... shape) {
    return RandomState.uniform("rand", this, Shape.of(shape));
  }

  /**
   * A FLOAT32 tensor of random numbers, normal with mean 0 and variance 1.
   *
   * @throws dev.flambeau.tensor.error.RandomStateException if no {@link RandomState} is open
   */
  public Tensor randn(int... shape) {
    return RandomState.normal("randn", this, Shape.of(shape));
  }

  /**
   * An INT32 tensor of random integers in [low, high).
   *
   * @throws dev.flambeau.op.AttributeException if there is none
   * @throws dev.flambeau.tensor.error.RandomStateException if no {@link RandomState} is open
   */
  public Tensor randint(int low, int high, int... shape) {
    return RandomState.integers("randint", this, Shape.of(shape), low, high);
  }

  private Tensor tensor(DType dtype, Shape shape, Object array) {
    int values = Array.getLength(array);
    if (values != shape.elements()) {
      throw new ShapeMismatchException(
          "tensor: "
              + values
              + " values were given for "
              + shape
              + ", which has "
              + shape.elements());
    }
    return TensorTransfer.fromHost(this, new TensorType(dtype, shape), array);
  }

  Backend backend() {
    if (lifetime.isClosed()) {
      throw new ClosedTensorException("The device " + name() + " has been closed.");
    }
    return backend;
  }

  /** What it has found about labels, to be told at the next read. */
  LabelFlags labelFlags() {
    return labelFlags;
  }

  Lifetime lifetime() {
    return lifetime;
  }

  /** Frees everything on the device. A second call does nothing. */
  @Override
  public void close() {
    if (lifetime.end()) {
      backend.close();
    }
  }

  @Override
  public String toString() {
    return backend.device().toString();
  }
}
